/** {@code iptables-save} and {@code ip6tables-save}, both back ends. */
@NullMarked
package io.coldcase.parse.iptables;

import org.jspecify.annotations.NullMarked;
