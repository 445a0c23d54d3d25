package io.coldcase.model.filter;

/** A property of a packet that nft looks up in sets and maps. */
public enum Field {
  SADDR,
  DADDR,
  L4PROTO,
  SPORT,
  DPORT,
  IIF,
  OIF,
  MARK,
  CT_MARK,
  CT_STATE,
  SADDR_TYPE,
  DADDR_TYPE
}
