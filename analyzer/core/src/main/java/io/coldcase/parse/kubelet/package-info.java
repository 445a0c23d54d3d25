/** Kubelet and kube-proxy as they run: command lines, configuration files, health. */
@NullMarked
package io.coldcase.parse.kubelet;

import org.jspecify.annotations.NullMarked;
