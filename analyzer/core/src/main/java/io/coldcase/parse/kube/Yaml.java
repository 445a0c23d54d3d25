package io.coldcase.parse.kube;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;

/**
 * YAML as a stream of JSON tokens. The size limit of the library is lifted (bundles have their
 * own), and characters that YAML forbids, such as the escape codes of a coloured log line, are
 * replaced so that one of them does not cost the document.
 */
final class Yaml {
  private static final YAMLFactory FACTORY = factory();

  private Yaml() {}

  static JsonParser parser(InputStream in) throws IOException {
    return parser(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  static JsonParser parser(Reader in) throws IOException {
    return FACTORY.createParser(new Printable(in));
  }

  private static YAMLFactory factory() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(Integer.MAX_VALUE);
    return YAMLFactory.builder().loaderOptions(options).build();
  }

  /** Replaces what YAML 1.1 section 5.1 does not count as printable. */
  private static final class Printable extends FilterReader {
    Printable(Reader in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int c = super.read();
      return c < 0 ? c : clean((char) c);
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
      int n = super.read(into, from, length);
      for (int i = from; i < from + n; i++) {
        into[i] = clean(into[i]);
      }
      return n;
    }

    private static char clean(char c) {
      boolean printable =
          c == '\t'
              || c == '\n'
              || c == '\r'
              || (c >= 0x20 && c <= 0x7e)
              || c == 0x85
              || (c >= 0xa0 && c <= 0xfffd && c != 0xfeff);
      return printable ? c : '\ufffd';
    }
  }
}
