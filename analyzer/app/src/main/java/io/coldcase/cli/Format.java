package io.coldcase.cli;

import io.coldcase.report.Report;
import io.coldcase.report.html.HtmlReport;
import io.coldcase.report.json.JsonReport;
import io.coldcase.report.markdown.MarkdownReport;
import io.coldcase.report.text.TextReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Locale;

/** The formats of a report. A new one is one line here and one in {@link #write}. */
enum Format {
  TEXT,
  JSON,
  MARKDOWN,
  HTML;

  /** The format that a file's name asks for; TEXT when it asks for none. */
  static Format of(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".json")) {
      return JSON;
    }
    if (name.endsWith(".md") || name.endsWith(".markdown")) {
      return MARKDOWN;
    }
    return name.endsWith(".html") || name.endsWith(".htm") ? HTML : TEXT;
  }

  void write(Report report, boolean colour, Writer to) throws IOException {
    switch (this) {
      case TEXT -> TextReport.write(report, colour, to);
      case JSON -> JsonReport.write(report, to);
      case MARKDOWN -> MarkdownReport.write(report, to);
      case HTML -> HtmlReport.write(report, to);
    }
    to.flush();
  }
}
