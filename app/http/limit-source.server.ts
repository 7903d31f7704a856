import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { env } from "#app/env.server.ts";
import { isInRanges, parseAddressRanges } from "#app/lib/address-ranges.server.ts";
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
      free: parseAddressRanges([...CONVOSO_SOURCE_RANGES, ...NEARBY, ...NEARBY_IPV6]),
      limiter: new RateLimiterMemory({ points: WEBHOOK_RATE_PER_MINUTE, duration: 60 }),
    };
  });
}

/**
 * Counts a delivery against its source, in this process's memory. Convoso's own addresses, nearby ones and unknown ones
 * are never over the limit.
 * @returns null while the source is within it
 */
export async function limitSource(address: string | null): Promise<OverLimit | null> {
  const { free, limiter } = limits();
  if (address === null || isInRanges(free, address)) return null;
  try {
    await limiter.consume(sourceOf(address));
    return null;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const perMinute = limiter.points;
    const retryAfterSeconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    return { nth: error.consumedPoints - perMinute, perMinute, retryAfterSeconds };
  }
}

/** One customer of a provider has a whole /64 of IPv6 addresses. */
function sourceOf(address: string): string {
  if (!isIPv6(address) || address.includes(".")) return address;
  const [head = "", tail = ""] = address.split("::");
  const groups = [head, tail].map((part) => part.split(":").filter(Boolean));
  const [front = [], back = []] = groups;
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => "0");
  return [...front, ...zeros, ...back].slice(0, 4).join(":");
}

/** Whether the `nth` refusal of a minute is filed: the 1st, 10th, 100th … tell of a flood without taking part in it. */
export function isListedRefusal(nth: number): boolean {
  return /^10*$/.test(String(nth));
}
