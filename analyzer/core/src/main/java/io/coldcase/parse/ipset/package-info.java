/** {@code ipset save}. */
@NullMarked
package io.coldcase.parse.ipset;

import org.jspecify.annotations.NullMarked;
