/** The report for an issue tracker. */
@NullMarked
package io.coldcase.report.markdown;

import org.jspecify.annotations.NullMarked;
