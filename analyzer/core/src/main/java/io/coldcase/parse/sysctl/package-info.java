/** {@code sysctl -a}: key = value lines. */
@NullMarked
package io.coldcase.parse.sysctl;

import org.jspecify.annotations.NullMarked;
