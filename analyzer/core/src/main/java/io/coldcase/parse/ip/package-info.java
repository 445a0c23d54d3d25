/**
 * iproute2 and what stands in for it: interfaces, addresses, routes, rules, neighbours, forwarding
 * databases.
 */
@NullMarked
package io.coldcase.parse.ip;

import org.jspecify.annotations.NullMarked;
