import { comparedKey } from "#app/convoso/field-map.server.ts";
import { type FieldMap, nameField, withFieldMap } from "#app/convoso/field-names.server.ts";
import { fieldLabel, MAPPABLE_FIELDS } from "#app/convoso/mappable-fields.server.ts";
import type { SentKey } from "#app/features/field-map/list-sent-keys.server.ts";
import { type DraftRow, USUAL } from "#app/features/field-map/read-draft.server.ts";

/**
 * A line of the page: a key, what is chosen for it, how often it came, and its latest values. `usual`: the field that it
 * means without a map, `today` the one that it is read as now; null: none, it stays with the other fields.
 */
export type DraftLine = Pick<DraftRow, "key" | "meaning"> & {
  count: number;
  usual: string | null;
  today: string | null;
  values: string[];
};

/** What can be chosen for a key, in groups: our name of a field and the portal's. */
export const FIELD_CHOICES = Object.entries(MAPPABLE_FIELDS).map(([group, fields]) => ({
  group,
  fields: Object.entries(fields),
}));

/** The draft's keys in their order, then those that came and are not in it. `wanted`: a key that is to come first of these. */
export function linesOf(
  rows: readonly DraftRow[],
  sent: readonly SentKey[],
  inUse: FieldMap | null,
  wanted: string | undefined,
): DraftLine[] {
  const seen = new Map(sent.map((key) => [comparedKey(key.key), key]));
  const drafted = new Set(rows.map(({ key }) => comparedKey(key)));
  const others = sent.filter(({ key }) => !drafted.has(comparedKey(key)));
  const isWanted = ({ key }: SentKey) => wanted !== undefined && comparedKey(key) === comparedKey(wanted);
  const ordered = [...others.filter(isWanted), ...others.filter((key) => !isWanted(key))];
  const lines = new Map(rows.filter(({ key }) => comparedKey(key) !== "").map((row) => [comparedKey(row.key), row]));
  const all = [...lines.values(), ...ordered.map(({ key }) => ({ key, meaning: USUAL }))];
  return all.map(({ key, meaning }) => {
    const { count = 0, values = [] } = seen.get(comparedKey(key)) ?? {};
    return { key, meaning, count, values, usual: labelOf(key, null), today: labelOf(key, inUse) };
  });
}

function labelOf(key: string, map: FieldMap | null): string | null {
  const named = withFieldMap(map, () => nameField(key));
  return named && fieldLabel(named.field);
}
