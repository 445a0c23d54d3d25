/** Parsed artifacts to the model: which parser reads which artifact, and the joins. */
@NullMarked
package io.coldcase.assemble;

import org.jspecify.annotations.NullMarked;
