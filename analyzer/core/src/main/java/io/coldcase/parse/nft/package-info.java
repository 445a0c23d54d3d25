/** {@code nft -a list ruleset}. */
@NullMarked
package io.coldcase.parse.nft;

import org.jspecify.annotations.NullMarked;
