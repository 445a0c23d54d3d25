/** Bundles as a stream of artifacts: open, limit, recognise. */
@NullMarked
package io.coldcase.bundle;

import org.jspecify.annotations.NullMarked;
