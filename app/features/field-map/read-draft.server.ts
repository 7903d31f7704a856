import { z } from "zod";
import { comparedKey, type FieldMapEntry } from "#app/convoso/field-map.server.ts";
import { fieldLabel, isMappable } from "#app/convoso/mappable-fields.server.ts";

/** What the form sends for a key that means what it means without a map, and for one that is ignored. */
export const USUAL = "";
const IGNORED = "ignored";

const MOST_ENTRIES = 200;
const LONGEST_KEY = 200;
const MOST_ROWS = 2_000;

const Rows = z.array(z.string().max(10_000)).max(MOST_ROWS);

/** A line of the form: a key as it is sent, and what was chosen for it. `isNew`: the key was typed, and is not in the list. */
export type DraftRow = { key: string; meaning: string; isNew: boolean };

/**
 * A draft of a map. `faults`: why it cannot be used. `typed`: the typed line where something is wrong with it, which is not
 * among the `rows`. `remarks`: what follows from the draft that one may not expect.
 */
export type Draft = {
  rows: DraftRow[];
  typed: DraftRow | null;
  map: FieldMapEntry[];
  faults: string[];
  remarks: string[];
};

/** @throws {Response} 400 where the form is not the one of the page */
export function readDraftForm(form: FormData): DraftRow[] {
  return [...readRows(form, "key", "meaning", false), ...readRows(form, "newKey", "newMeaning", true)];
}

function readRows(form: FormData, keyName: string, meaningName: string, isNew: boolean): DraftRow[] {
  const keys = Rows.safeParse(form.getAll(keyName));
  const meanings = Rows.safeParse(form.getAll(meaningName));
  if (!keys.success || !meanings.success || keys.data.length !== meanings.data.length) {
    throw new Response("This form is incomplete.", { status: 400 });
  }
  return keys.data.map((key, index) => ({ key: key.trim(), meaning: meanings.data[index] as string, isNew }));
}

/** The lines that say a map, in their order: the first wins where several keys mean the same field. */
export function rowsOf(map: readonly FieldMapEntry[]): DraftRow[] {
  return map.map(({ key, field }) => ({ key, meaning: field ?? IGNORED, isNew: false }));
}

/** Reads the lines of a draft. Those that say nothing are left out, and so is one that says the same a second time. */
export function readDraft(rows: readonly DraftRow[]): Draft {
  const faults: string[] = [];
  const refused = new Set<DraftRow>();
  const known = new Map<string, DraftRow>();
  const map: FieldMapEntry[] = [];
  for (const row of rows) {
    const { key, meaning, isNew } = row;
    if (meaning === USUAL && (!isNew || key === "")) continue;
    const before = known.get(comparedKey(key));
    const fault = faultOf(row, before);
    if (fault) faults.push(fault);
    if (fault) refused.add(row);
    if (fault || before) continue;
    known.set(comparedKey(key), row);
    map.push({ key, field: meaning === IGNORED ? null : meaning });
  }
  if (map.length > MOST_ENTRIES)
    faults.push(`A field map has at most ${MOST_ENTRIES} keys; this one has ${map.length}.`);
  const typed = rows.find((row) => row.isNew && refused.has(row)) ?? null;
  return { rows: rows.filter((row) => row !== typed), typed, map, faults, remarks: remarksOn(map) };
}

function faultOf({ key, meaning }: DraftRow, before: DraftRow | undefined): string | null {
  if (key === "") return "A line has no key. Enter the key as it is sent, such as “Best number”.";
  if (key.length > LONGEST_KEY) return `The key “${shorten(key)}” is longer than ${LONGEST_KEY} characters.`;
  if (comparedKey(key) === "") return `The key “${shorten(key)}” has no letter or digit.`;
  if (meaning === USUAL) return `Choose what “${shorten(key)}” means, or clear its line.`;
  if (meaning !== IGNORED && !isMappable(meaning)) {
    return `There is no field “${shorten(meaning)}”. Choose one from the list.`;
  }
  if (before && before.meaning !== meaning) {
    const same = before.key === key ? "" : ` (as “${shorten(before.key)}”)`;
    return `“${shorten(key)}” appears twice${same}, with two meanings: letter case, spaces and punctuation make no difference. Keep one.`;
  }
  return null;
}

function remarksOn(map: readonly FieldMapEntry[]): string[] {
  const shared = [...Map.groupBy(map, ({ field }) => field)].filter(
    ([field, keys]) => field !== null && keys.length > 1,
  );
  return shared.map(([field, keys]) => {
    const names = keys.map(({ key }) => `“${shorten(key)}”`);
    return `${names.length} keys mean ${fieldLabel(field as string)}. If several have a value, the first one wins: ${names.join(", ")}.`;
  });
}

const shorten = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
