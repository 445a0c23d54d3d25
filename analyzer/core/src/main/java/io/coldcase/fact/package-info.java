/** What rules match on. */
@NullMarked
package io.coldcase.fact;

import org.jspecify.annotations.NullMarked;
