/** {@code ss}, {@code netstat} and /proc/net/tcp: sockets. */
@NullMarked
package io.coldcase.parse.ss;

import org.jspecify.annotations.NullMarked;
