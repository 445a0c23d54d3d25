/**
 * Where something was read, what was not understood: source references, warnings, parse results.
 */
@NullMarked
package io.coldcase.diag;

import org.jspecify.annotations.NullMarked;
