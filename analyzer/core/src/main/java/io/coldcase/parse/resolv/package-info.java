/** resolv.conf, hosts and nsswitch.conf. */
@NullMarked
package io.coldcase.parse.resolv;

import org.jspecify.annotations.NullMarked;
