import { BlockList, isIP } from "node:net";

/**
 * Ranges of IP addresses, such as "66.85.240.0/21", or single ones, to ask whether an address lies in one of them.
 * @throws {Error} that names what is no range
 */
export function parseAddressRanges(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = "", bits] = range.split("/");
    const family = familyOf(address);
    const most = family === "ipv4" ? 32 : 128;
    if (!family || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      throw new Error(`“${range}” is no address or range such as 66.85.240.0/21`);
    }
    list.addSubnet(address, bits === undefined ? most : Number(bits), family);
  }
  return list;
}

/** Whether `address` lies in one of the ranges. IPv4 written as IPv6 counts as IPv4. */
export function isInRanges(ranges: BlockList, address: string): boolean {
  const family = familyOf(address);
  return family !== null && ranges.check(address, family);
}

function familyOf(address: string): "ipv4" | "ipv6" | null {
  return ({ 4: "ipv4", 6: "ipv6" } as const)[isIP(address)] ?? null;
}
