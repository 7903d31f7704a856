import { diffLines } from "diff";
import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { CallEvent } from "#app/db/deliveries/call-events.server.ts";
import { explainEvent } from "#app/features/deliveries/explain-event.server.ts";
import { loadFieldMapsOf } from "#app/features/ingest/field-maps.server.ts";
import { indentJson } from "#app/lib/indent-json.ts";

/** One field of two deliveries: under which keys it came, and what it was. `label` null: a key that we have no field for. */
export type ComparedField = {
  label: string | null;
  keys: string[];
  before: string | null;
  after: string | null;
  change: "added" | "removed" | "changed" | "renamed" | "same";
};

/** Lines of the bodies laid out: those of the older one only, of this one only, and of both. */
export type ComparedLines = { change: "added" | "removed" | "same"; text: string }[];

/** `fields` null: one of the two cannot be read. `lines` null: one has no text, or they are too long to be compared so. */
export type Comparison = { fields: ComparedField[] | null; lines: ComparedLines | null };

const MOST_BYTES = 64 * 1024;
const WITHIN_MS = 300;

/**
 * How the payload of `event` differs from that of `other`: field by field, whatever the spelling, each with the field map
 * that it was read with, and line by line.
 */
export async function compareEvents(db: Database, other: CallEvent, event: CallEvent): Promise<Comparison> {
  const mapOf = await loadFieldMapsOf(db, [other, event]);
  const [before, after] = [readingsOf(other, mapOf(other)), readingsOf(event, mapOf(event))];
  return { fields: before && after && compareReadings(before, after), lines: compareLines(other, event) };
}

type Said = { label: string | null; keys: string[]; raw: string };

/** What was said, by our name for it, or by its key where we have none. */
function readingsOf(event: CallEvent, map: FieldMap | null): Map<string, Said> | null {
  const explained = explainEvent(event, map);
  if (!explained) return null;
  const said = new Map<string, Said>();
  for (const { key, field, label, raw } of explained.readings) {
    const name = field ?? `key ${key}`;
    const known = said.get(name);
    said.set(
      name,
      known
        ? { label, keys: [...known.keys, key], raw: known.raw === raw ? raw : `${known.raw} · ${raw}` }
        : { label, keys: [key], raw },
    );
  }
  return said;
}

function compareReadings(before: Map<string, Said>, after: Map<string, Said>): ComparedField[] {
  return [...new Set([...before.keys(), ...after.keys()])].map((name): ComparedField => {
    const [was, is] = [before.get(name), after.get(name)];
    const keys = [...new Set([...(was?.keys ?? []), ...(is?.keys ?? [])])];
    const values = { label: (was ?? is)?.label ?? null, keys, before: was?.raw ?? null, after: is?.raw ?? null };
    if (!was) return { ...values, change: "added" };
    if (!is) return { ...values, change: "removed" };
    if (was.raw !== is.raw) return { ...values, change: "changed" };
    return { ...values, change: was.keys.join() === is.keys.join() ? "same" : "renamed" };
  });
}

function compareLines(other: CallEvent, event: CallEvent): ComparedLines | null {
  const [before, after] = [layOut(other), layOut(event)];
  if (before === null || after === null) return null;
  const parts = diffLines(before, after, { timeout: WITHIN_MS });
  return (
    parts?.map(({ added, removed, value }) => ({
      change: added ? "added" : removed ? "removed" : "same",
      text: value,
    })) ?? null
  );
}

function layOut({ body, body_shape }: CallEvent): string | null {
  if (!body || body.length > MOST_BYTES) return null;
  const text = new TextDecoder().decode(body);
  const laidOut =
    body_shape === "form"
      ? [...new URLSearchParams(text)].map(([key, value]) => `${key} = ${value}`).join("\n")
      : (indentJson(text) ?? text);
  return laidOut.endsWith("\n") ? laidOut : `${laidOut}\n`;
}
