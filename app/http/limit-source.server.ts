import type { Socket } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "#app/env.server.ts";
import type { Peer } from "#app/http/guard-connections.server.ts";
import { isBehindProxy } from "#app/http/is-tls.server.ts";
import { isInRanges, parseAddressRanges } from "#app/lib/address-ranges.server.ts";
import { networkOf } from "#app/lib/parse-address.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** A delivery beyond what its source may send in a minute: the `nth` such one within the minute. */
export type OverLimit = { nth: number; perMinute: number; retryAfterSeconds: number };

/** This machine and private networks, where one's own tools and proxies are. */
const NEARBY = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"];
const NEARBY_IPV6 = ["::1", "fc00::/7", "fe80::/10"];

function limits() {
  return singleton("webhook-limits", () => {
    const { WEBHOOK_RATE_PER_MINUTE, CONVOSO_SOURCE_RANGES } = env();
    return {
      convoso: parseAddressRanges(CONVOSO_SOURCE_RANGES),
      known: parseAddressRanges([...CONVOSO_SOURCE_RANGES, ...NEARBY, ...NEARBY_IPV6]),
      limiter: new RateLimiterMemory({ points: WEBHOOK_RATE_PER_MINUTE, duration: 60 }),
    };
  });
}

/** Whether an address is Convoso's, or nearby. */
export function isKnownSource(address: string | null): boolean {
  return address !== null && isInRanges(limits().known, address);
}

/** Who a connection comes from. A proxy's connections are everybody's. */
export function peerOf({ remoteAddress = "" }: Socket): Peer {
  if (isBehindProxy()) return { isConvoso: false, source: null };
  const isConvoso = isInRanges(limits().convoso, remoteAddress);
  return { isConvoso, source: isKnownSource(remoteAddress) ? null : networkOf(remoteAddress) };
}

/**
 * Counts a delivery against its source, in this process's memory. Convoso's own addresses and nearby ones are never over the
 * limit. All whose address is unknown are one source.
 * @returns null while the source is within it
 */
export async function limitSource(address: string | null): Promise<OverLimit | null> {
  const { limiter } = limits();
  if (isKnownSource(address)) return null;
  try {
    await limiter.consume(address === null ? "unknown" : networkOf(address));
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const perMinute = limiter.points;
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    return { nth: error.consumedPoints - perMinute, perMinute, retryAfterSeconds };
  }
}

/** Whether the `nth` refusal of a minute is filed: the 1st, 10th, 100th … tell of a flood without taking part in it. */
export function isListedRefusal(nth: number): boolean {
  return /^10*$/.test(String(nth));
}
