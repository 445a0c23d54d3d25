/** What logs hold: signature matches and requests that failed. */
@NullMarked
package io.coldcase.model.log;

import org.jspecify.annotations.NullMarked;
