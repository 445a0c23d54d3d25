package io.coldcase.model.filter;

import io.coldcase.diag.SourceRef;
import java.util.List;

/**
 * A set or map of an nft table, or an ipset.
 *
 * @param type as printed: {@code ipv4_addr . inet_service}, {@code hash:ip,port}
 * @param dynamic true when packets add elements themselves: its content is of one moment
 * @param understood false when an element was not understood: absence from it proves nothing
 */
public record NamedSet(
    String name,
    String type,
    boolean dynamic,
    List<Element> elements,
    List<SourceRef> places,
    boolean understood,
    SourceRef at) {
  public NamedSet {
    elements = List.copyOf(elements);
    places = List.copyOf(places);
  }
}
