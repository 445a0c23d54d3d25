/** What rules assert. */
@NullMarked
package io.coldcase.finding;

import org.jspecify.annotations.NullMarked;
