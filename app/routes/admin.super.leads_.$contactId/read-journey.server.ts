import { type Call, listCallsById } from "#app/db/calls/list-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type EventSummary, listEventsById } from "#app/db/deliveries/call-events.server.ts";
import { listStages, type Stage } from "#app/db/dispositions/dispositions.server.ts";
import type { Contact } from "#app/db/leads/contacts.server.ts";
import {
  findMilestone,
  type JourneyOrder,
  listJourney,
  type Milestone,
  type Step,
  sumTalkTime,
} from "#app/db/leads/lead-journey.server.ts";
import { listNotesById, type Note } from "#app/db/notes/notes.server.ts";
import { type Listener, listListeners } from "#app/db/people/listeners.server.ts";
import type { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { tellChanges } from "./tell-changes.server.ts";

/**
 * A step with its row. `changes`: what the delivery changed, in words. `stage`: the meaning of the call's disposition, or
 * null if it has none. `listeners`: who played its recording.
 */
export type ShownStep = Pick<Step, "at" | "cursor"> &
  (
    | { kind: "delivery"; event: EventSummary; changes: string[] }
    | { kind: "call"; call: Call; stage: Stage | null; listeners: Listener[] }
    | { kind: "note"; note: Note }
  );

export type Milestones = {
  call: Milestone | null;
  contact: Milestone | null;
  sale: Milestone | null;
  talkSeconds: number;
};

type Asked = { order: JourneyOrder; past: string | undefined };

/** A page of a lead's journey, masked for the viewer's role, and its milestones. */
export async function readJourney(db: Database, lead: Contact, asked: Asked, shown: ReturnType<typeof shownTo>) {
  const [{ steps, next }, call, contact, sale, talkSeconds] = await Promise.all([
    listJourney(db, lead.id, asked.order, asked.past),
    findMilestone(db, lead.id, "call"),
    findMilestone(db, lead.id, "contact"),
    findMilestone(db, lead.id, "sale"),
    sumTalkTime(db, lead.id),
  ]);
  const keysOf = (kind: Step["kind"]) => steps.filter((step) => step.kind === kind).map(({ key }) => key);
  const [calls, events, notes] = await Promise.all([
    listCallsById(db, keysOf("call")),
    listEventsById(db, keysOf("delivery")),
    listNotesById(db, keysOf("note").map(Number)),
  ]);
  const [stages, listeners, changes] = await Promise.all([
    listStages(
      db,
      calls.flatMap(({ disposition }) => disposition ?? []),
    ),
    listListeners(db, keysOf("call")),
    tellChanges(db, events),
  ]);
  const callOf = new Map(calls.map((row) => [row.call_id, row]));
  const noteOf = new Map(notes.map((row) => [String(row.id), row]));
  const eventOf = new Map(events.map((row) => [row.id, row]));

  function show({ kind, key, at, cursor }: Step): ShownStep[] {
    if (kind === "delivery") {
      const event = eventOf.get(key);
      return event
        ? [{ kind, at, cursor, event: shown.event(event), changes: shown.labels(changes.get(key) ?? []) }]
        : [];
    }
    if (kind === "note") {
      const note = noteOf.get(key);
      return note ? [{ kind, at, cursor, note: shown.note(note) }] : [];
    }
    const found = callOf.get(key);
    const stage = stages.get(found?.disposition ?? "") ?? null;
    const ofCall = listeners.filter(({ call_id }) => call_id === key);
    return found ? [{ kind, at, cursor, call: shown.call(found), stage, listeners: ofCall }] : [];
  }

  const milestones: Milestones = { call, contact, sale, talkSeconds };
  return { steps: steps.flatMap(show), next, milestones, ...asked };
}
