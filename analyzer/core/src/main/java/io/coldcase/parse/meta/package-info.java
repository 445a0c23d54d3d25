/** {@code meta.txt}: host name, clock, kernel, distribution. */
@NullMarked
package io.coldcase.parse.meta;

import org.jspecify.annotations.NullMarked;
