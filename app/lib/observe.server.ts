import { channel, subscribe } from "node:diagnostics_channel";
import type { Destination } from "#app/lib/endpoints.ts";
import type { Outcome } from "#app/lib/outcomes.ts";

/** The outcome that the sender of a delivery was answered with. `left out` and `too many`: not kept, on purpose. `lost`: not kept. */
export type Answered = Outcome | "spooled" | "left out" | "too many" | "lost";

/** The deliveries of one transaction. */
type Batch = readonly { raw: { eventId: string } }[];

/** What happens in this process, by name. Durations are in seconds. */
export type Observations = {
  "delivery received": { eventId: string };
  "delivery answered": { eventId: string; endpoint: Destination; outcome: Answered; seconds: number };
  "batch planned": { deliveries: Batch };
  "batch stored": { deliveries: Batch; seconds: number };
  "request turned away": { reason: string };
  "request failed": { part: "deliveries" | "pages" };
  "convoso asked": { section: string; result: string; seconds: number };
  "job ended": { task: string; result: "done" | "failed" | "given up"; seconds: number };
  "export ended": { list: string; format: string; result: "whole" | "broken off" };
};

const nameOf = (name: string) => `portal:${name}`;

/** Tells those in this process who count such things. Costs next to nothing where nobody does. */
export function tell<Name extends keyof Observations>(name: Name, what: Observations[Name]): void {
  channel(nameOf(name)).publish(what);
}

/** Calls `listener` each time that this process tells of it, at once. It must not throw. */
export function observe<Name extends keyof Observations>(
  name: Name,
  listener: (what: Observations[Name]) => void,
): void {
  subscribe(nameOf(name), (what) => listener(what as Observations[Name]));
}
