/** Addresses, prefixes and protocols: values only. */
@NullMarked
package io.coldcase.net;

import org.jspecify.annotations.NullMarked;
