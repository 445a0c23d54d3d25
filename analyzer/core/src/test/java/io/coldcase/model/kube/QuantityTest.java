package io.coldcase.model.kube;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0,0",
    "2,2",
    "100m,0.1",
    "170Mi,178257920",
    "1e3,1000",
    "12E,12e18",
    "24684084Ki,25276502016",
    "1.5Gi,1610612736",
    "500k,500000"
  })
  void quantities(String text, double value) {
    assertThat(Quantity.parse(text)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Mi", "x", "1Zi", "NaN", "Infinity", "0x10"})
  void whatIsNone(String text) {
    assertThat(Quantity.parse(text)).isNaN();
  }
}
