/**
 * What one host or network namespace looks like: interfaces, routes, neighbours, sockets, settings.
 */
@NullMarked
package io.coldcase.model.host;

import org.jspecify.annotations.NullMarked;
