import { isIP, isIPv6, SocketAddress } from "node:net";

/**
 * The IP address in what proxies write: with a port, in brackets, in quotes, with a zone.
 * @returns its usual spelling, IPv4 also where it came as IPv6; null where there is none
 */
export function parseAddress(text: string): string | null {
  const bare = text.trim().replace(/^"(.*)"$/, "$1");
  const address = /^\[([^\]]*)\](?::\d*)?$/.exec(bare)?.[1] ?? /^([\d.]+):\d*$/.exec(bare)?.[1] ?? bare;
  if (!isIP(address)) return null;
  if (!isIPv6(address)) return address;
  const usual = new SocketAddress({ address, family: "ipv6" }).address;
  return /^::ffff:([\d.]+)$/.exec(usual)?.[1] ?? usual;
}

/** What one sender has: an IPv4 address, or a /64 of IPv6 as providers give it to each customer. */
export function networkOf(address: string): string {
  const usual = parseAddress(address) ?? address;
  if (!isIPv6(usual)) return usual;
  const [front = [], back = []] = usual.split("::").map((part) => part.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  return [...front, ...zeros, ...back].slice(0, 4).join(":");
}
