import pg from "pg";
import { fillStatements } from "#test/fill-statements.ts";

/** Statements that run at the same time, and what each may use of memory. More than there are processors: some wait for the disk. */
const LANES = 4;
const MEMORY = "1GB";
const TABLES = ["agents", "contacts", "calls", "pending_recordings", "call_events", "audit_log"];
const SUBJECTS = ["agent", "disposition", "campaign", "call", "delivery", "search", "lead"];

type Say = (what: string) => void;

/**
 * Fills an empty, migrated database with the history of a call centre: `calls` calls, as many deliveries, a quarter as many
 * leads, 200 agents, searches for recordings, an audit log, and the figures of all that. The same number gives the same
 * rows, but for their times, which end now. Set-based, with triggers off and indexes made afterwards: ten million calls
 * take minutes, where the webhooks would take hours. The role must own the tables.
 */
export async function fillDatabase(url: string, calls: number, say: Say = () => {}): Promise<void> {
  const days = Math.max(1, Math.round(30 * (calls / 10_000) ** 0.46)); // it grows: ten thousand in a month, ten million in two years
  const [client] = await connect(url, 1);
  try {
    for (const table of TABLES) await client?.query(`alter table ${table} disable trigger user`);
    const again = await putAside(client as pg.Client);
    await runAll(url, fillStatements(calls, days, new Date()), say);
    await runAll(url, [...SUBJECTS.map(countFigures), ...again.indexes], say);
    await runAll(url, [...again.keys, ...again.foreignKeys], say);
    for (const table of TABLES) await client?.query(`alter table ${table} enable trigger user`);
    await runAll(
      url,
      ["call_events", "calls", "figures", "contacts", "pending_recordings", "agents", "audit_log"].map(
        (table) => `vacuum (analyze) ${table}`,
      ),
      say,
    );
  } finally {
    await client?.end();
  }
}

/** What `recount_figures()` does, a subject at a time: each fits into memory, and several are counted at the same time. */
function countFigures(subject: string): string {
  return `insert into figures
    with counted as materialized (select * from counted_figures where subject = '${subject}')
    select * from counted
    union all
    select level.subject, level.minutes, level.bucket, level.key, is_test, sum(count), sum(seconds), sum(recordings)
    from counted
    cross join lateral figure_levels(counted.subject, counted.minutes, counted.bucket, counted.key) as level
    where (level.subject, level.minutes) <> (counted.subject, counted.minutes)
    group by 1, 2, 3, 4, 5
    order by 3`;
}

/** Drops what only slows the filling down. @returns the statements that make it again */
async function putAside(client: pg.Client): Promise<{ indexes: string[]; keys: string[]; foreignKeys: string[] }> {
  const { rows } = await client.query<{ kind: string; remove: string; again: string }>(
    `select case contype when 'f' then 'foreign key' else 'key' end as kind,
      format('alter table %s drop constraint %I', conrelid::regclass, conname) as remove,
      format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as again
    from pg_constraint
    where contype = 'f' and (conrelid::regclass::text = any($1) or confrelid::regclass::text = any($1))
      or contype = 'p' and conrelid = 'figures'::regclass
    union all
    select 'index', format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    from pg_index where indrelid::regclass::text = any($1) and not indisprimary`,
    [TABLES],
  );
  for (const { remove } of rows) await client.query(remove);
  const ofKind = (wanted: string) => rows.filter(({ kind }) => kind === wanted).map(({ again }) => again);
  return { indexes: ofKind("index"), keys: ofKind("key"), foreignKeys: ofKind("foreign key") };
}

/** Runs statements in the order in which they are given, as many at a time as there are lanes. */
async function runAll(url: string, statements: readonly string[], say: Say): Promise<void> {
  const waiting = [...statements];
  const clients = await connect(url, LANES);
  const lane = async (client: pg.Client) => {
    await client.query(`set maintenance_work_mem = '${MEMORY}'; set work_mem = '${MEMORY}'; set statement_timeout = 0`);
    for (let statement = waiting.shift(); statement !== undefined; statement = waiting.shift()) {
      const start = performance.now();
      await client.query(statement);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      say(`${seconds.padStart(7)} s  ${statement.replace(/\s+/g, " ").slice(0, 90)}`);
    }
  };
  try {
    await Promise.all(clients.map(lane));
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

function connect(url: string, count: number): Promise<pg.Client[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const client = new pg.Client(url);
      await client.connect();
      return client;
    }),
  );
}
