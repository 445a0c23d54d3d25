/** Kubernetes API objects as kubectl prints them: JSON and YAML, lists and single objects. */
@NullMarked
package io.coldcase.parse.kube;

import org.jspecify.annotations.NullMarked;
