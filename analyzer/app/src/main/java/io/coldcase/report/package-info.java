/** What a case comes down to, as data; the formats lie below. */
@NullMarked
package io.coldcase.report;

import org.jspecify.annotations.NullMarked;
