/** The connection table. */
@NullMarked
package io.coldcase.parse.conntrack;

import org.jspecify.annotations.NullMarked;
