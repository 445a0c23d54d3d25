/** Bridge ports, driver settings, queueing disciplines, bonds. */
@NullMarked
package io.coldcase.parse.device;

import org.jspecify.annotations.NullMarked;
