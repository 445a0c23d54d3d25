package io.coldcase.model.host;

import io.coldcase.diag.SourceRef;
import java.time.Instant;
import java.util.List;

/** Certificates found in files ({@code openssl x509}). */
public record Certs(List<Cert> list) {
  public Certs {
    list = List.copyOf(list);
  }

  /**
   * One certificate; times are {@link Instant#EPOCH} when not printed.
   *
   * @param path file, followed by {@code #user} for the client certificate of a kubeconfig
   * @param names subject alternative names without their type
   */
  public record Cert(
      String path,
      String subject,
      String issuer,
      Instant notBefore,
      Instant notAfter,
      SourceRef notAfterAt,
      List<String> names,
      SourceRef at) {
    public Cert {
      names = List.copyOf(names);
    }
  }
}
