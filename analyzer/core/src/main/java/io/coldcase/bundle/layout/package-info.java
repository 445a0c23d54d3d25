/** Which member of an archive is which artifact, for each tool that makes bundles. */
@NullMarked
package io.coldcase.bundle.layout;

import org.jspecify.annotations.NullMarked;
