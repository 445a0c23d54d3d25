/** Versions, modules, limits, load, certificates and settings files of a host. */
@NullMarked
package io.coldcase.parse.system;

import org.jspecify.annotations.NullMarked;
