/** The report as one self-contained page. */
@NullMarked
package io.coldcase.report.html;

import org.jspecify.annotations.NullMarked;
