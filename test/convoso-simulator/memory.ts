import { deserialize, serialize } from "node:v8";
import type { CallCenter } from "./call-center.ts";

type Remembered = Pick<CallCenter, "leads" | "calls" | "badLinks">;

/** Everything that happened at the account, as bytes. Calls of one lead keep it in common. */
export function packMemory({ leads, calls, badLinks }: Remembered): Uint8Array {
  return serialize({ leads, calls, badLinks } satisfies Remembered);
}

/** Has the account remember what {@link packMemory} packed. */
export function recallMemory(center: Remembered, memory: Uint8Array): void {
  const { leads, calls, badLinks }: Remembered = deserialize(memory);
  for (const [id, lead] of leads) center.leads.set(id, lead);
  for (const [id, call] of calls) center.calls.set(id, call);
  for (const [id, answer] of badLinks) center.badLinks.set(id, answer);
}
