import type { Database } from "#app/db/connection/pool.server.ts";
import { listStages } from "#app/db/dispositions/dispositions.server.ts";
import { listTotals } from "#app/db/figures/figures.server.ts";
import { loadFieldMaps } from "#app/features/ingest/field-maps.server.ts";

/** A key that came lately, whether it means no field, and what each delivery says under it. */
type Candidate = { key: string; isUnknown: boolean; values: readonly string[] };

/**
 * Which of some keys may hold the disposition: the one with the codes that the settings or earlier calls have. Without one,
 * it is the only one whose values look like codes. Null: none does. A key that has a meaning already is never one.
 */
export async function suggestKey(db: Database, candidates: readonly Candidate[]): Promise<string | null> {
  const { call: map } = await loadFieldMaps(db);
  const free = candidates.filter(({ key, isUnknown }) => isUnknown && map?.find(key) === undefined);
  if (free.length === 0) return null;
  const [stages, totals] = await Promise.all([
    listStages(
      db,
      free.flatMap(({ values }) => values),
    ),
    listTotals(db, ["disposition"]),
  ]);
  const used = new Set(totals.map(({ key }) => key));
  const isKnown = (value: string) => stages.has(value) || used.has(value.toUpperCase());
  const [best] = free
    .map(({ key, values }) => ({ key, share: values.filter(isKnown).length / Math.max(1, values.length) }))
    .toSorted((one, other) => other.share - one.share);
  if (best && best.share >= 0.5) return best.key;
  const [alike, ...more] = free.filter(({ values }) => lookLikeCodes(values));
  return alike && more.length === 0 ? alike.key : null;
}

const CODE = /^\p{L}[\p{L}\d _-]{0,19}$/u;
const MOST_CODES = 30;

/** A few short words that come again and again. */
function lookLikeCodes(values: readonly string[]): boolean {
  const distinct = new Set(values);
  const isFew = distinct.size >= 2 && distinct.size <= MOST_CODES && distinct.size * 2 <= values.length;
  return isFew && [...distinct].every((value) => CODE.test(value));
}
