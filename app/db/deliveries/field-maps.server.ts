import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

// What administrators say that keys mean, in versions that never change.

/** The webhooks that have a field map. An echo is read as a call. */
export const MappedEndpoint = z.enum(["lead", "call"]);
export type MappedEndpoint = z.infer<typeof MappedEndpoint>;

/** A version of a field map. `map` is in order of precedence; a `field` of null: the key is ignored. */
export const FieldMapVersion = z.object({
  endpoint: MappedEndpoint,
  version: z.number(),
  map: z.array(z.object({ key: z.string(), field: z.string().nullable() })),
  note: z.string().nullable(),
  created_at: z.date(),
  created_by: z.string(),
});
export type FieldMapVersion = z.infer<typeof FieldMapVersion>;

const columns = sql.fragment`endpoint, version, map, note, created_at, created_by`;

/** The newest version of each webhook's map. */
export function listNewestFieldMaps(db: Database): Promise<readonly FieldMapVersion[]> {
  return db.any(sql.type(FieldMapVersion)`
    select distinct on (endpoint) ${columns} from field_maps order by endpoint, version desc`);
}

/** The newest version of one webhook's map; null where none was ever saved. */
export function findNewestFieldMap(db: Database, endpoint: MappedEndpoint): Promise<FieldMapVersion | null> {
  return db.maybeOne(sql.type(FieldMapVersion)`
    select ${columns} from field_maps where endpoint = ${endpoint} order by version desc limit 1`);
}

/** These versions of one webhook's map. */
export function listFieldMapVersions(
  db: Database,
  endpoint: MappedEndpoint,
  versions: readonly number[],
): Promise<readonly FieldMapVersion[]> {
  return db.any(sql.type(FieldMapVersion)`
    select ${columns} from field_maps
    where endpoint = ${endpoint} and version = any(${sql.array([...versions], "int4")})`);
}

/** The latest versions of one webhook's map, newest first. */
export function listFieldMapHistory(
  db: Database,
  endpoint: MappedEndpoint,
  limit: number,
): Promise<readonly FieldMapVersion[]> {
  return db.any(sql.type(FieldMapVersion)`
    select ${columns} from field_maps where endpoint = ${endpoint} order by version desc limit ${limit}`);
}

/** Files a new version. @returns false where another one has that number already */
export async function insertFieldMap(
  db: Database,
  { endpoint, version, map, note, created_by }: Omit<FieldMapVersion, "created_at">,
): Promise<boolean> {
  const { rowCount } = await db.query(sql.unsafe`
    insert into field_maps (endpoint, version, map, note, created_by)
    values (${endpoint}, ${version}, ${JSON.stringify(map)}::jsonb, ${note}, ${created_by})
    on conflict do nothing`);
  return rowCount > 0;
}
