/** The collector's active probes (FORMAT.md section 5). */
@NullMarked
package io.coldcase.parse.probe;

import org.jspecify.annotations.NullMarked;
