import { makeFieldMap } from "#app/convoso/field-map.server.ts";
import type { FieldMap } from "#app/convoso/field-names.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import {
  type FieldMapVersion,
  listFieldMapVersions,
  listNewestFieldMaps,
  type MappedEndpoint,
} from "#app/db/deliveries/field-maps.server.ts";
import type { Destination } from "#app/lib/endpoints.ts";

/** What reads deliveries to each webhook; null where no map was ever saved. */
export type FieldMaps = Record<MappedEndpoint, FieldMap | null>;

export const NO_FIELD_MAPS: FieldMaps = { lead: null, call: null };

/** Whose map reads a delivery: an echo is read as a call. */
export function mappedEndpoint(endpoint: Destination): MappedEndpoint {
  return endpoint === "lead" ? "lead" : "call";
}

/** The newest maps, as they are in the database. */
export async function loadFieldMaps(db: Database): Promise<FieldMaps> {
  const maps = (await listNewestFieldMaps(db)).map((row) => [row.endpoint, compile(row)]);
  return { ...NO_FIELD_MAPS, ...Object.fromEntries(maps) };
}

/** A stored delivery, as far as it says which map read it. */
type ReadWith = { endpoint: Destination; field_map_version: number | null };

/** The maps that stored deliveries were read with, by a function that finds the one of each. */
export async function loadFieldMapsOf<Event extends ReadWith>(
  db: Database,
  events: readonly Event[],
): Promise<(event: ReadWith) => FieldMap | null> {
  const versions = Map.groupBy(
    events.filter(({ field_map_version }) => field_map_version !== null),
    ({ endpoint }) => mappedEndpoint(endpoint),
  );
  const loaded = await Promise.all(
    [...versions].map(([endpoint, read]) =>
      listFieldMapVersions(db, endpoint, [
        ...new Set(read.map(({ field_map_version }) => field_map_version as number)),
      ]),
    ),
  );
  const maps = new Map(loaded.flat().map((row) => [`${row.endpoint} ${row.version}`, compile(row)]));
  return ({ endpoint, field_map_version }) => maps.get(`${mappedEndpoint(endpoint)} ${field_map_version}`) ?? null;
}

const compile = ({ version, map }: FieldMapVersion) => makeFieldMap(version, map);
