/** The report for a terminal. */
@NullMarked
package io.coldcase.report.text;

import org.jspecify.annotations.NullMarked;
