import {
  readCampaignOrList,
  readOffset,
  readStatus,
  readUser,
  type SourceName,
} from "#app/convoso/read-names.server.ts";
import type { NamedRow } from "#app/convoso/sections.server.ts";
import { installJobQueue } from "#app/db/connection/install-job-queue.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { addJobs } from "#app/db/jobs/jobs.server.ts";
import {
  type NameKind,
  type NewName,
  nameAgents,
  nameDispositions,
  upsertNames,
} from "#app/db/names/convoso-names.server.ts";
import { upsertSection } from "#app/db/names/sections.server.ts";
import { recordAudit } from "#app/features/audit/record-audit.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { announceChange } from "#app/features/live/announce-change.server.ts";
import type { AskedSection } from "#app/features/names/ask-section.server.ts";
import { convosoSettings } from "#app/features/names/ask-section.server.ts";
import { readAllRows } from "#app/features/names/read-all-rows.server.ts";
import { suggestStage } from "#app/features/names/suggest-stage.server.ts";
import type { SectionName } from "#app/lib/convoso-sections.ts";
import { jobKey } from "#app/lib/job-keys.ts";
import { log } from "#app/log.server.ts";

type NamedSection = Exclude<SectionName, "log" | "leads">;
type Source = {
  kind: NameKind;
  path: string;
  /** The questions that together list all. */
  questions: Record<string, string>[];
  read: (row: NamedRow) => NewName | null;
};

const plain = (read: (row: NamedRow) => SourceName | null) => (row: NamedRow) => {
  const named = read(row);
  return named && { ...named, suggestedStage: null };
};

/** An empty `user` and `query` list all; lists want a status: 1 is active, 0 is not. */
const SOURCES: Record<NamedSection, Source> = {
  users: { kind: "user", path: "users/search", questions: [{ user: "" }], read: plain(readUser) },
  statuses: {
    kind: "status",
    path: "status/search",
    questions: [{ query: "" }],
    read: (row) => {
      const status = readStatus(row);
      return status && { id: status.id, name: status.name, suggestedStage: suggestStage(status.flags) };
    },
  },
  campaigns: { kind: "campaign", path: "campaigns/search", questions: [{}], read: plain(readCampaignOrList) },
  lists: {
    kind: "list",
    path: "lists/search",
    questions: [{ status: "1" }, { status: "0" }],
    read: plain(readCampaignOrList),
  },
};

/** Lets the worker read the names now. Recorded. */
export async function readNamesLater(db: Database, { actor, sourceAddress }: Admin): Promise<void> {
  await installJobQueue();
  await db.transaction(async (transaction) => {
    const job = { task: "read_names" as const, payload: {}, key: jobKey("read_names"), runAt: new Date() };
    await addJobs(transaction, [job]);
    await recordAudit(transaction, { actor, sourceAddress, action: "read names from Convoso" });
  });
}

/**
 * Reads Convoso's own names for statuses, users, campaigns and lists, each section apart: one that the token may not read
 * keeps none of the others back. Without a token it does nothing.
 */
export async function readNamesNow(): Promise<void> {
  if (convosoSettings() === null) return;
  const db = await pool();
  for (const [section, source] of Object.entries(SOURCES) as [NamedSection, Source][]) {
    const answer = await readSource(db, source);
    if (answer.ok) await saveNames(db, section, source, answer.rows);
    else {
      log().warn({ section, kind: answer.kind }, "Convoso could not be asked for names");
      await upsertSection(db, { section, state: answer.state, answer: answer.answer });
    }
    announceChange("names");
  }
}

async function readSource(db: Database, { path, questions }: Source): Promise<AskedSection> {
  const rows: NamedRow[] = [];
  for (const question of questions) {
    const answer = await readAllRows(db, path, question);
    if (!answer.ok) return answer;
    rows.push(...answer.rows);
  }
  return { ok: true, rows, total: rows.length };
}

async function saveNames(db: Database, section: NamedSection, { kind, read }: Source, rows: NamedRow[]) {
  const names = [...new Map(rows.flatMap((row) => read(row) ?? []).map((name) => [name.id, name])).values()];
  await db.transaction(async (transaction) => {
    if (kind === "user") await nameAgents(transaction, names);
    await upsertNames(transaction, kind, names);
    if (kind === "status") await nameDispositions(transaction);
    const answer = names.length === 1 ? "1 name was read." : `${names.length} names were read.`;
    await upsertSection(transaction, { section, state: "works", answer, offsets: offsetsIn(rows) });
  });
}

const MOST_OFFSETS = 50;

/** Times with an offset; the newest say most about the zone of today. */
function offsetsIn(rows: NamedRow[]): string[] {
  const seen = new Set(rows.flatMap((row) => readOffset(row) ?? []));
  return [...seen].sort().slice(-MOST_OFFSETS);
}
