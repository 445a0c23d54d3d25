/** Findings and symptoms to root causes: the causal graph of a case, its roots and their order. */
@NullMarked
package io.coldcase.cause;

import org.jspecify.annotations.NullMarked;
