import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { sql } from "slonik";
import { pool } from "#app/db/connection/pool.server.ts";
import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";
import { env } from "#app/env.server.ts";

const ANY = { disposition: null, stage: null, campaign: null, list_id: null, direction: null } as const;

/** A retention rule for all calls that meet these conditions. */
export function ruleNamed(name: string, more: Partial<RetentionRule>): RetentionRule {
  return { name, keep_count: null, keep_unit: null, ...ANY, min_seconds: null, max_seconds: null, ...more };
}

/** A retention rule for all calls. */
export function everything(keep_count: number, keep_unit: RetentionRule["keep_unit"]): RetentionRule {
  return ruleNamed("everything else", { keep_count, keep_unit });
}

type AddedCall = {
  disposition?: string;
  campaign?: string;
  listId?: string;
  direction?: string;
  seconds?: number;
  /** How long ago it was, or when. */
  days?: number;
  at?: string;
  bytes?: number;
};

/** A call whose recording is in the archive, as the file `<id>.mp3`. */
export async function addArchivedCall(id: string, call: AddedCall = {}): Promise<void> {
  const db = await pool();
  const at = call.at ?? new Date(Date.now() - (call.days ?? 0) * 24 * 3_600_000).toISOString();
  await db.query(sql.unsafe`
    insert into calls (
      call_id, occurred_at, created_at, last_event_id, disposition, campaign, list_id, direction, duration_seconds)
    values (${id}, ${at}::timestamptz, now(), gen_random_uuid(), ${call.disposition ?? null}, ${call.campaign ?? null},
      ${call.listId ?? null}, ${call.direction ?? null}, ${call.seconds ?? null})`);
  await db.query(sql.unsafe`
    insert into archived_recordings (
      call_id, place, call_at, source_url, state, store, key, bytes, sha256, copied_at, verified_at)
    values (${id}, 1, ${at}::timestamptz, 'https://x.example/1.mp3', 'archived', 'folder', ${`${id}.mp3`},
      ${call.bytes ?? 1000}, sha256(${id}::bytea), now(), now())`);
}

/** A folder for the archive of a test file, which is deleted after its last test. Call it before anything is archived. */
export async function createTestArchive(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "portal-archive-"));
  await mkdir(join(folder, ".incoming")); // as the first copy makes it
  Object.assign(env(), { ARCHIVE_DIR: folder, ARCHIVE_URL: undefined });
  after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A call whose recording lies in the archive's folder as `<id>.mp3`, with the bytes "sound of <id>". `isThere`: the call is. */
export async function addFiledCall(id: string, { isThere = false } = {}): Promise<void> {
  const db = await pool();
  const key = `${id.replace("/", "_")}.mp3`;
  const path = join(env().ARCHIVE_DIR ?? "", key);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `sound of ${id}`);
  if (!isThere) await addArchivedCall(id, { days: 1 });
  else {
    await db.query(sql.unsafe`
      insert into archived_recordings (call_id, place, call_at, state, store, key, bytes, sha256, copied_at, verified_at)
      select call_id, 1, occurred_at, 'archived', 'folder', ${key}, 1, sha256(''), now(), now() from calls where call_id = ${id}`);
  }
  await db.query(sql.unsafe`
    update archived_recordings
    set key = ${key}, bytes = length(${`sound of ${id}`}), sha256 = sha256(convert_to(${`sound of ${id}`}, 'UTF8')),
      content_type = 'audio/mpeg', verified_at = now() - interval '1 second'
    where call_id = ${id}`);
}
