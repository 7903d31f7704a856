import { isInRanges, parseAddressRanges } from "#app/lib/address-ranges.server.ts";

/** Where no stranger's server is: IANA's special-purpose registry, multicast, and the clouds' metadata among them. */
const NOT_PUBLIC = parseAddressRanges([
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"],
  ...["192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"],
  ...["168.63.129.16", "224.0.0.0/4", "240.0.0.0/4"], // Azure keeps its metadata at a public address
  ...["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"], // some of these carry an IPv4 address inside
]);
/** All of IPv6 that is given out to the public so far. */
const PUBLIC_IPV6 = parseAddressRanges(["2000::/3"]);

/** Whether an IP address is one on the open internet: not of this machine, its network, its provider's or nobody's. */
export function isPublicAddress(address: string): boolean {
  if (address.includes(":") && !isInRanges(PUBLIC_IPV6, address)) return false;
  return !isInRanges(NOT_PUBLIC, address);
}
