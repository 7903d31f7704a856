import { comparedKey, type FieldMapEntry } from "#app/convoso/field-map.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type FieldMapVersion,
  findNewestFieldMap,
  insertFieldMap,
  listFieldMapVersions,
  type MappedEndpoint,
} from "#app/db/deliveries/field-maps.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { compareMaps } from "#app/features/field-map/compare-maps.server.ts";
import { refreshFieldMaps } from "#app/features/ingest/field-maps-in-use.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";

/** `version`: the one that was made. `conflict`: somebody saved this one since the draft was begun. */
export type Saved = { version: number } | { conflict: FieldMapVersion } | { isSame: true };

type Change = { endpoint: MappedEndpoint; map: FieldMapEntry[]; note: string | null };

/**
 * Makes a new version of a webhook's field map, which reads every delivery from now on.
 * @param basedOn the version that the draft was begun from; 0 for none
 */
export function saveFieldMap(db: Database, change: Change, basedOn: number, admin: Admin): Promise<Saved> {
  return makeVersion(db, change, { basedOn, action: "change field map" }, admin);
}

/** Makes a new version that says what an earlier one says. @returns null where there is no such version */
export async function restoreFieldMap(
  db: Database,
  { endpoint, version, basedOn }: { endpoint: MappedEndpoint; version: number; basedOn: number },
  admin: Admin,
): Promise<Saved | null> {
  const [old] = await listFieldMapVersions(db, endpoint, [version]);
  if (!old) return null;
  const change = { endpoint, map: old.map, note: `Version ${version} restored` };
  return makeVersion(db, change, { basedOn, action: "restore field map" }, admin);
}

async function makeVersion(
  db: Database,
  { endpoint, map, note }: Change,
  { basedOn, action }: { basedOn: number; action: "change field map" | "restore field map" },
  { actor, sourceAddress }: Admin,
): Promise<Saved> {
  const saved = await db.transaction(async (transaction): Promise<Saved> => {
    const newest = await findNewestFieldMap(transaction, endpoint);
    if (newest && newest.version !== basedOn) return { conflict: newest };
    const before = newest?.map ?? [];
    if (isSameMap(before, map)) return { isSame: true };
    const version = (newest?.version ?? 0) + 1;
    const isMade = await insertFieldMap(transaction, { endpoint, version, map, note, created_by: actor });
    if (!isMade) return { conflict: await getNewest(transaction, endpoint) };
    const details = { version, ...(note !== null && { note }), changes: compareMaps(before, map) };
    await recordAudit(transaction, { actor, sourceAddress, action, target: endpoint, details });
    return { version };
  });
  if ("version" in saved) {
    await refreshFieldMaps(db);
    announceChange("field-maps");
  }
  return saved;
}

async function getNewest(db: Database, endpoint: MappedEndpoint): Promise<FieldMapVersion> {
  const newest = await findNewestFieldMap(db, endpoint);
  if (!newest) throw new Error("A version of the field map is there and cannot be read.");
  return newest;
}

/** The order counts: it says which key wins. */
function isSameMap(a: readonly FieldMapEntry[], b: readonly FieldMapEntry[]): boolean {
  const textOf = (map: readonly FieldMapEntry[]) =>
    JSON.stringify(map.map(({ key, field }) => [comparedKey(key), field]));
  return textOf(a) === textOf(b);
}
