/** The report for other programs: names and meaning in report.schema.json. */
@NullMarked
package io.coldcase.report.json;

import org.jspecify.annotations.NullMarked;
