/** One call from bundle to report. */
@NullMarked
package io.coldcase.pipeline;

import org.jspecify.annotations.NullMarked;
