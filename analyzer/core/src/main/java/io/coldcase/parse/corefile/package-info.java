/** Corefile: the configuration language of CoreDNS. */
@NullMarked
package io.coldcase.parse.corefile;

import org.jspecify.annotations.NullMarked;
