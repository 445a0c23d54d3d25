/** What every parser is. One package per source format lies below. */
@NullMarked
package io.coldcase.parse;

import org.jspecify.annotations.NullMarked;
