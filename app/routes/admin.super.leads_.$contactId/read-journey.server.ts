import { type EventSummary, listEventsById } from "#app/db/call-events.server.ts";
import { type Call, listCallsById } from "#app/db/calls.server.ts";
import type { Contact } from "#app/db/contacts.server.ts";
import { listStages, type Stage } from "#app/db/dispositions.server.ts";
import {
  findMilestone,
  type JourneyOrder,
  listJourney,
  type Milestone,
  type Step,
  sumTalkTime,
} from "#app/db/lead-journey.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import type { shownTo } from "#app/features/privacy/shown-to.server.ts";

/** A step with its row: `stage` is what the call's disposition means, null where there is none or the dictionary lacks it. */
export type ShownStep = Pick<Step, "at" | "cursor"> &
  ({ kind: "delivery"; event: EventSummary } | { kind: "call"; call: Call; stage: Stage | null });

export type Milestones = {
  call: Milestone | null;
  contact: Milestone | null;
  sale: Milestone | null;
  talkSeconds: number;
};

type Asked = { order: JourneyOrder; past: string | undefined };

/** A page of a lead's journey as this person may see it, and its milestones. */
export async function readJourney(db: Database, lead: Contact, asked: Asked, shown: ReturnType<typeof shownTo>) {
  const [{ steps, next }, call, contact, sale, talkSeconds] = await Promise.all([
    listJourney(db, lead.id, asked.order, asked.past),
    findMilestone(db, lead.id, "call"),
    findMilestone(db, lead.id, "contact"),
    findMilestone(db, lead.id, "sale"),
    sumTalkTime(db, lead.id),
  ]);
  const keysOf = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind).map(({ key }) => key);
  const [calls, events] = await Promise.all([
    listCallsById(db, keysOf("call")),
    listEventsById(db, keysOf("delivery")),
  ]);
  const stages = await listStages(
    db,
    calls.flatMap(({ disposition }) => disposition ?? []),
  );
  const callOf = new Map(calls.map((row) => [row.call_id, row]));
  const eventOf = new Map(events.map((row) => [row.id, row]));

  function show({ kind, key, at, cursor }: Step): ShownStep[] {
    if (kind === "delivery") {
      const event = eventOf.get(key);
      return event ? [{ kind, at, cursor, event: shown.event(event) }] : [];
    }
    const found = callOf.get(key);
    const stage = stages.get(found?.disposition ?? "") ?? null;
    return found ? [{ kind, at, cursor, call: shown.call(found), stage }] : [];
  }

  const milestones: Milestones = { call, contact, sale, talkSeconds };
  return { steps: steps.flatMap(show), next, milestones, ...asked };
}
