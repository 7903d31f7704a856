import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Delivery } from "#app/features/ingest/delivery.server.ts";
import { networkOf } from "#app/lib/parse-address.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** Deliveries stored per minute from one unverified sender; after these only the 100th, 1,000th … */
const FIRST_OF_ONE = 10;
/** Deliveries stored per minute from all unverified senders. */
const MOST_OF_ALL = 60;

const counters = () =>
  singleton("unverified-deliveries", () => {
    const counter = (points: number) => new RateLimiterMemory({ points, duration: 60 });
    return { ofOne: counter(FIRST_OF_ONE), ofAll: counter(MOST_OF_ALL) };
  });

/** Whether a delivery is filed. Of what strangers send without the secret only samples are, so that they cannot fill the disk. */
export async function isWorthFiling({ raw, isVerified }: Delivery): Promise<boolean> {
  if (isVerified || raw.isFromKnownSource) return true;
  const { ofOne, ofAll } = counters();
  const { consumedPoints: nth } = await ofOne.penalty(networkOf(raw.sourceAddress ?? "unknown"), 1);
  if (nth > FIRST_OF_ONE && !/^10*$/.test(String(nth))) return false;
  return (await ofAll.penalty("all", 1)).consumedPoints <= MOST_OF_ALL;
}
