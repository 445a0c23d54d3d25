/** Kubernetes API objects, reduced to what network diagnosis needs. */
@NullMarked
package io.coldcase.model.kube;

import org.jspecify.annotations.NullMarked;
