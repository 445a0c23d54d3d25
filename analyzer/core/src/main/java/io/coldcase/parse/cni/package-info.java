/** CNI configuration, plugins and state. */
@NullMarked
package io.coldcase.parse.cni;

import org.jspecify.annotations.NullMarked;
