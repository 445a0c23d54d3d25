/** The cluster, independent of where its facts came from. */
@NullMarked
package io.coldcase.model;

import org.jspecify.annotations.NullMarked;
