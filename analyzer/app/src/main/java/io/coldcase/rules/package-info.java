/** The rules: compiled ones and those of the operator, run over facts. The only user of Drools. */
@NullMarked
package io.coldcase.rules;

import org.jspecify.annotations.NullMarked;
