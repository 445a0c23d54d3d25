/** The container runtime: crictl and its configuration. */
@NullMarked
package io.coldcase.parse.runtime;

import org.jspecify.annotations.NullMarked;
