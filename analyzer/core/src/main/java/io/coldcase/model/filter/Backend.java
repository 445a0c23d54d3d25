package io.coldcase.model.filter;

/** Which part of the kernel holds a rule set. */
public enum Backend {
  /** ip_tables: what iptables before 1.8 and iptables-legacy write. */
  LEGACY,
  /** nf_tables, written through iptables-nft. */
  IPTABLES_NFT,
  /** nf_tables, written through nft or netlink. */
  NFT;

  /** The word that iptables -V shows for it. */
  public String word() {
    return this == LEGACY ? "legacy" : "nf_tables";
  }

  /** legacy, nf_tables (through iptables), or nft (native). */
  public String shortWord() {
    return this == NFT ? "nft" : word();
  }
}
