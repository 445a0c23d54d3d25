/** The network namespace of a pod. */
@NullMarked
package io.coldcase.parse.netns;

import org.jspecify.annotations.NullMarked;
