import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

const ArchivedFile = z.object({
  id: z.number(),
  store: z.string(),
  key: z.string(),
  bytes: z.number(),
  sha256: z.string(),
  type: z.string(),
});
/** A file of the archive; `sha256` in hex. */
export type ArchivedFile = z.infer<typeof ArchivedFile>;

const Playable = z.object({ place: z.number(), url: z.string().nullable(), file: ArchivedFile.nullable() });
/**
 * What plays a recording: its file in the archive, and its link at Convoso, which opens without a login and must not leave the
 * server. Each may be missing. `place`: the recording's place within its call.
 */
export type Playable = z.infer<typeof Playable>;

/**
 * What plays a recording of a call. Without a place, the one whose length fits the call best of those that the archive keeps,
 * otherwise what the link of the call leads to. Null where there is no such recording.
 */
export function findPlayable(db: Database, callId: string, place: number | null): Promise<Playable | null> {
  return db.maybeOne(sql.type(Playable)`
    select coalesce(place, 1) as place,
      case when ${place === null} and state is distinct from 'archived' then recording_url else source_url end as url,
      case when state = 'archived' then json_build_object(
        'id', id, 'store', store, 'key', key, 'bytes', bytes, 'sha256', encode(sha256, 'hex'),
        'type', coalesce(content_type, 'audio/mpeg')) end as file
    from calls
    left join archived_recordings using (call_id)
    where calls.call_id = ${callId}
      and ${place === null ? sql.fragment`(state = 'archived' or recording_url is not null)` : sql.fragment`place = ${place}`}
    order by state is not distinct from 'archived' desc, abs(seconds - duration_seconds) nulls last,
      source_url is not distinct from recording_url desc, place
    limit 1`);
}

const Key = z.object({ key: z.string() });

/** The key of a file that a store should have, of a late call; null where it should have none. */
export function findSampleKey(db: Database, store: string): Promise<string | null> {
  return db.maybeOneFirst(sql.type(Key)`
    select key from archived_recordings
    where store = ${store} and key is not null and state = 'archived'
    order by key desc
    limit 1`);
}
