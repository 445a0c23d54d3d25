/**
 * Packet filters of a host: tables, chains, rules, sets; what matched text cannot say is
 * unmodelled.
 */
@NullMarked
package io.coldcase.model.filter;

import org.jspecify.annotations.NullMarked;
