package io.coldcase.parse.log;

import io.coldcase.net.Ip;

/**
 * Whom a failed or successful request was for, read from a log line of an application.
 *
 * @param host name in the request, or empty
 * @param ip address in the request or the error, or empty
 * @param port 0 when not told
 * @param lookup the error is that of a name look-up
 */
record Target(String host, String ip, int port, boolean lookup) {
  static final Target NONE = new Target("", "", 0, false);

  private static final String[] BEFORE_NAME = {
    "lookup ",
    "ENOTFOUND ",
    "EAI_AGAIN ",
    "resolve host: ",
    "translate host name ",
    "UnknownHostException: ",
    "bad address "
  };
  private static final String[] BEFORE_ENDPOINT = {
    "dial tcp ", "dial udp ", "->", "ECONNREFUSED ", "EHOSTUNREACH ", "ETIMEDOUT "
  };
  private static final String[] SOURCE_FILES = {
    ".go", ".py", ".js", ".ts", ".rs", ".java", ".rb", ".c", ".cc"
  };

  boolean isNone() {
    return host.isEmpty() && ip.isEmpty();
  }

  /** The target that the line names, {@link #NONE} when it names none. */
  static Target of(String line) {
    Target name = lookedUp(line);
    if (!name.isNone()) {
      return name;
    }
    Target url = url(line);
    Target peer = endpoint(line);
    if (!url.isNone()) {
      boolean resolver = line.contains("dial udp ") && peer.port() == 53;
      String ip = url.ip().isEmpty() && !resolver ? peer.ip() : url.ip();
      return new Target(url.host(), ip, url.port(), resolver);
    }
    if (!peer.isNone()) {
      return peer;
    }
    Target worded = worded(line);
    return worded.isNone() ? token(line) : worded;
  }

  private static Target lookedUp(String line) {
    for (String before : BEFORE_NAME) {
      int i = line.indexOf(before);
      if (before.equals("lookup ")) {
        // "lookup failed" is an application's own wording, "lookup NAME on SERVER" is Go's error
        int on = line.indexOf(" on ", Math.max(i, 0));
        i = on < 0 ? i : line.lastIndexOf(before, on);
      }
      if (i >= 0) {
        int from = i + before.length();
        while (from < line.length() && "\"'".indexOf(line.charAt(from)) >= 0) {
          from++;
        }
        int to = from;
        while (to < line.length() && nameChar(line.charAt(to))) {
          to++;
        }
        String host = stripDot(line.substring(from, to));
        if (!host.isEmpty()) {
          return new Target(host, "", 0, true);
        }
      }
    }
    return NONE;
  }

  private static Target url(String line) {
    int upstream = line.indexOf("upstream: \"");
    int i = line.indexOf("://", Math.max(0, upstream));
    if (i < 0) {
      return NONE;
    }
    int from = i + 3;
    int to = from;
    while (to < line.length() && "/\"'\\ ?),".indexOf(line.charAt(to)) < 0) {
      to++;
    }
    String authority = line.substring(line.substring(from, to).lastIndexOf('@') + 1 + from, to);
    Target t = authority(authority, line.startsWith("https", Math.max(0, i - 5)) ? 443 : 80);
    return t;
  }

  private static Target endpoint(String line) {
    for (String before : BEFORE_ENDPOINT) {
      int i = line.indexOf(before);
      if (i >= 0) {
        int from = i + before.length();
        int to = from;
        while (to < line.length() && " \",\\".indexOf(line.charAt(to)) < 0) {
          to++;
        }
        String text = line.substring(from, to);
        Target t = authority(text.endsWith(":") ? text.substring(0, text.length() - 1) : text, 0);
        if (!t.isNone() && t.port() > 0) {
          return t;
        }
      }
    }
    return NONE;
  }

  /** {@code host='db', port=5432}, {@code connect to cart port 8000}, {@code server at "db"}. */
  private static Target worded(String line) {
    int port = line.indexOf("port");
    int end = port + 4;
    while (port >= 0 && end < line.length() && " =:\"'".indexOf(line.charAt(end)) >= 0) {
      end++;
    }
    int number = port < 0 ? 0 : leadingNumber(line, end);
    if (number == 0) {
      return NONE;
    }
    for (String before : new String[] {"host=", "host ", "connect to ", "server at "}) {
      int i = line.indexOf(before);
      if (i >= 0 && i < port) {
        int from = i + before.length();
        while (from < line.length() && "\"'".indexOf(line.charAt(from)) >= 0) {
          from++;
        }
        int to = from;
        while (to < line.length() && nameChar(line.charAt(to))) {
          to++;
        }
        return authority(line.substring(from, to), number);
      }
    }
    return NONE;
  }

  /** The first {@code host:port} of the line that is neither a clock time nor a source file. */
  private static Target token(String line) {
    for (int colon = line.indexOf(':'); colon >= 0; colon = line.indexOf(':', colon + 1)) {
      int from = colon;
      while (from > 0 && nameChar(line.charAt(from - 1))) {
        from--;
      }
      int port = leadingNumber(line, colon + 1);
      String host = line.substring(from, colon);
      if (port > 0 && !host.isEmpty() && plausible(host)) {
        return authority(host, port);
      }
    }
    return NONE;
  }

  private static boolean plausible(String host) {
    if (Ip.tryParse(host).isPresent()) {
      return true;
    }
    for (String suffix : SOURCE_FILES) {
      if (host.endsWith(suffix)) {
        return false;
      }
    }
    return Character.isLetter(host.charAt(0)) && host.chars().anyMatch(c -> c == '-' || c == '.');
  }

  private static Target authority(String text, int defaultPort) {
    String host = text;
    int port = defaultPort;
    int bracket = text.indexOf(']');
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[") && bracket > 0) {
      host = text.substring(1, bracket);
      port = colon > bracket ? leadingNumber(text, colon + 1) : defaultPort;
    } else if (colon >= 0 && text.indexOf(':') == colon) {
      host = text.substring(0, colon);
      port = leadingNumber(text, colon + 1);
    }
    host = stripDot(host);
    boolean ip = Ip.tryParse(host).isPresent();
    for (int i = 0; !ip && i < host.length(); i++) {
      if (!nameChar(host.charAt(i))) {
        return NONE;
      }
    }
    return new Target(ip ? "" : host, ip ? host : "", port, false);
  }

  private static int leadingNumber(String s, int i) {
    int n = 0;
    int k = i;
    while (k < s.length() && k < i + 5 && s.charAt(k) >= '0' && s.charAt(k) <= '9') {
      n = n * 10 + s.charAt(k++) - '0';
    }
    return n <= 65_535 ? n : 0;
  }

  private static boolean nameChar(char c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '-'
        || c == '.'
        || c == '_';
  }

  private static String stripDot(String s) {
    return s.endsWith(".") ? s.substring(0, s.length() - 1) : s;
  }
}
