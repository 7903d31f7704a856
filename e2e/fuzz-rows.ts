import pg from "pg";
import { query } from "./query.ts";
import type { Visitor } from "./route-table.ts";

/** Every visitor leaves traces: of tries to sign in, and of what they did. */
const TRACES = ["sign_in_tries", "audit_log", "admin_sessions", "kept_forms"];
const FIGURES = ["figures", "figure_deltas"];
/** What a delivery writes, also one of the test tools. */
const DELIVERED = [
  ...["call_events", "call_event_problems", "calls", "contacts", "contact_aliases", "agents", "pending_recordings"],
  ...["conversion_sweeps", "archived_recordings", ...FIGURES],
];
const JOBS = ["_private_jobs", "_private_job_queues", "_private_tasks"].map((table) => `graphile_worker.${table}`);

/** The tables in which each visitor may change rows; "all" but those that are nobody's to change. */
const MAY_CHANGE: Record<Visitor | "program", string[] | "all"> = {
  anonymous: TRACES,
  viewer: [...TRACES, "saved_views"],
  listener: [...TRACES, "saved_views"],
  operator: [
    ...[...TRACES, ...DELIVERED, ...JOBS],
    ...["replays", "replay_results", "recording_fetches", "recording_fetch_calls", "identity_rules"],
    ...["convoso_names", "convoso_sections", "saved_views", "notes", "note_runs", "note_run_calls"],
    ...["ledger_windows", "ledger_differences", "ledger_fixes", "ledger_fix_differences", "archive_state"],
  ],
  admin: "all",
  program: [...DELIVERED, ...JOBS],
};
/** What a listener who plays a recording writes: that the link plays. */
const VERDICT = "{recording_verdict,recording_fault,recording_verdict_at}";
const NOBODYS = ["schema_migrations", "digest_key"];

/** Of every table that `visitor` may not change, its name and what is in it; of the audit log the entries up to `lastEntry`. */
export async function digestGuarded(
  databaseUrl: string,
  visitor: Visitor | "program",
  lastEntry: string,
): Promise<string[]> {
  const db = new pg.Client(databaseUrl);
  await db.connect();
  const { rows: tables } = await db.query(`
    select concat(nullif(schemaname, 'public') || '.', tablename) as name from pg_tables
    where schemaname in ('public', 'graphile_worker') order by 1`);
  const may = MAY_CHANGE[visitor];
  const isGuarded = (name: string) => (may === "all" ? NOBODYS.includes(name) : !may.includes(name));
  const digests: string[] = [];
  const add = async (name: string, rest = "") => {
    const row = name === "calls" && visitor === "listener" ? `(to_jsonb(it) - '${VERDICT}'::text[])::text` : "it::text";
    const text = `select count(*), md5(string_agg(${row}, '' order by ${row})) as sum from ${name} as it ${rest}`;
    const { count, sum } = (await db.query(text)).rows[0];
    digests.push(`${name}: ${count} ${sum}`);
  };
  for (const { name } of tables) if (isGuarded(name)) await add(name);
  await add("audit_log", `where id <= ${lastEntry}`);
  await db.end();
  return digests;
}

export async function lastAuditEntry(databaseUrl: string): Promise<string> {
  const rows = await query({ databaseUrl }, "select coalesce(max(id), 0) as last from audit_log");
  return rows[0]?.last;
}
