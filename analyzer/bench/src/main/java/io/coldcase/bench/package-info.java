/** Large bundles shaped like recorded ones, and what reading them costs. */
@NullMarked
package io.coldcase.bench;

import org.jspecify.annotations.NullMarked;
