import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { idAt } from "#app/lib/event-id.server.ts";
import type { RecordingFault } from "#app/lib/recording-faults.ts";

/** What was seen of a link: that it plays, or why it fails. */
export type LinkVerdict = "playable" | { fault: RecordingFault };

const Was = z.object({ was: z.enum(["playable", "failed"]).nullable() });

/**
 * Notes what was seen of `url`, unless the call has another link meanwhile. That a link fails does not matter once the archive
 * has the recording. The caller's transaction then holds the call.
 * @returns what was thought of it before; undefined where there is nothing new
 */
export async function updateVerdict(
  db: Database,
  { callId, url, verdict }: { callId: string; url: string; verdict: LinkVerdict },
): Promise<"playable" | "failed" | null | undefined> {
  const fault = verdict === "playable" ? null : verdict.fault;
  const updated = await db.maybeOne(sql.type(Was)`
    with old as (
      select call_id, recording_verdict from calls
      where call_id = ${callId} and recording_url = ${url}
        and (${fault === null} or not exists (
          select from archived_recordings
          where archived_recordings.call_id = calls.call_id and state = 'archived'))
      for no key update
    )
    update calls
    set recording_verdict = ${fault === null ? "playable" : "failed"}, recording_fault = ${fault},
      recording_verdict_at = now()
    from old
    where calls.call_id = old.call_id
      and (calls.recording_verdict is null or calls.recording_fault is distinct from ${fault})
    returning old.recording_verdict as was`);
  return updated?.was;
}

/**
 * Puts another link on the call, which nobody has tried yet. It counts as said at this moment, so that a delivery that is
 * replayed does not bring the old one back.
 */
export async function replaceLink(db: Database, callId: string, url: string): Promise<void> {
  await db.query(sql.unsafe`
    update calls
    set recording_url = ${url}, recording_source = 'fetcher', recording_found_at = now(), updated_at = now(),
      field_events = coalesce(field_events, '{}') || jsonb_build_object('recordingUrl', ${idAt(new Date())}::text)
    where call_id = ${callId}`);
}

const Count = z.object({ count: z.number() });

/** How many calls have a link that failed: as many as the list of calls shows. */
export function countFailedLinks(db: Database): Promise<number> {
  return db.oneFirst(sql.type(Count)`select count(*) as count from calls where recording_verdict = 'failed'`);
}

const Link = z.object({ callId: z.string(), url: z.string() });

/**
 * A few links to be tried: of the newest that nobody has tried, and of calls at random moments, which finds those whose
 * recordings Convoso has deleted by now. Test calls are left out: their links may be made up.
 */
export async function sampleLinks(db: Database, count: number): Promise<readonly z.infer<typeof Link>[]> {
  const believed = sql.fragment`
    recording_url is not null and recording_verdict is distinct from 'failed' and not is_test`;
  return db.any(sql.type(Link)`
    with newest as (
      select call_id, recording_url
      from (
        select call_id, recording_url from calls
        where ${believed} and recording_verdict is null
        order by occurred_at desc, call_id desc
        limit 100
      ) as untried
      order by random()
      limit ${Math.ceil(count / 2)}
    ), span as (
      select min(occurred_at) as first, max(occurred_at) as last from calls where ${believed}
    ), other as (
      select one.call_id, one.recording_url
      from generate_series(1, ${Math.floor(count / 2)}) as nth
      cross join lateral (select first + random() * (last - first) + nth * interval '0' as moment from span) as chosen
      cross join lateral (
        select call_id, recording_url from calls
        where ${believed} and occurred_at <= moment
        order by occurred_at desc, call_id desc
        limit 1
      ) as one
    )
    select call_id as "callId", recording_url as url from newest
    union
    select call_id, recording_url from other`);
}
