import { moveIntoThePast } from "#test/move-into-the-past.ts";
import type { Simulator } from "./simulator.ts";

const CALLS = 1_200;
const DAYS = 30;
/** Of all calls, so many are never sent; every so manieth changes afterwards, or has a link that fails. */
const TROUBLES = { dropped: 0.02, isRedisposed: 97, isSpoiled: 61 };

/**
 * Sends a new portal a month of calls, with a little of what goes wrong in one, and then gives everything the time at which
 * it would have come. No worker runs meanwhile: it would look for calls of which nobody has told yet.
 * @param ownerUrl the database, for the owner of its tables
 */
export async function playMonth(simulator: Simulator, ownerUrl: string, calls = CALLS): Promise<void> {
  simulator.troubleWebhooks({ dropped: TROUBLES.dropped });
  const past = await simulator.history(calls, DAYS);
  simulator.troubleWebhooks();
  await moveIntoThePast(ownerUrl, past);
  for (const [place, { id }] of simulator.calls().entries()) {
    if (place % TROUBLES.isRedisposed === 1) simulator.redispose(id, "NI");
    if (place % TROUBLES.isSpoiled === 1) simulator.spoilRecording(id, "404");
  }
}
