import pg from "pg";
import type { Planned } from "./deliveries.ts";
import type { Sent } from "./send.ts";

/** The account of one round. Lost and duplicated must be 0; everything sent is acknowledged, refused or unanswered. */
export type Account = {
  sent: number;
  acknowledged: number;
  /** Of those acknowledged, how many were in the spool then, and not yet in the database. */
  spooled: number;
  /** Answered with anything but 2xx. */
  refused: number;
  unanswered: number;
  /** Rows of `call_events` of the round: those acknowledged, and those unanswered that had been taken nevertheless. */
  stored: number;
  /** Rows whose call or lead is exactly what all stored deliveries make of it. */
  applied: number;
  /** Rows of the balancer's further tries, which carry the same request id. */
  repeated: number;
  /** Other rows beyond one for each delivery, and calls or leads that nobody sent. */
  duplicated: number;
  /** Acknowledged, but not stored under the acknowledged id, or not in effect. */
  lost: number;
  /** How many ended with which status, or with which error where no answer came. */
  endings: Record<string, number>;
  /** Seconds that an answer took at most. */
  longestWait: number;
  /** Milliseconds within which 99 of 100 answers came. */
  p99Ms: number;
};

type EventRow = { marker: string; request: string | null; id: string; outcome: string };
type Row = Record<string, string | null>;
type Expected = Record<string, string>;

/** Compares what was acknowledged with what the database holds. Knows of the deliveries only what their sender does. */
export async function judge(databaseUrl: string, prefix: string, sent: readonly Sent[]): Promise<Account> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const events = await listEvents(client, prefix);
    const tables = { calls: await listCalls(client, prefix), contacts: await listContacts(client, prefix) };
    return settle(sent, events, tables);
  } finally {
    await client.end();
  }
}

function settle(
  sent: readonly Sent[],
  events: readonly EventRow[],
  tables: Record<Planned["table"], Map<string, Row>>,
): Account {
  const plans = new Map(sent.map(({ planned }) => [planned.marker, planned]));
  const idOf = new Map(events.map(({ marker, id }) => [marker, id]));
  const tries = new Set(events.map(({ marker, request, id }) => `${marker} ${request ?? id}`));
  const expected = foldInOrder(events, plans);
  const isRight = new Map(
    [...expected].map(([name, says]) => {
      const [table, key] = name.split(" ") as [Planned["table"], string];
      const row = tables[table].get(key);
      return [name, row !== undefined && Object.entries(says).every(([column, value]) => row[column] === value)];
    }),
  );
  const isInEffect = ({ marker, outcome }: EventRow) => {
    const plan = plans.get(marker);
    return plan !== undefined && ["processed", "duplicate"].includes(outcome) && isRight.get(nameOf(plan)) === true;
  };
  const inEffect = new Set(events.filter(isInEffect).map(({ id }) => id));
  const acknowledged = sent.filter(({ status }) => status !== null && status >= 200 && status < 300);
  const isKept = ({ planned, eventId }: Sent) =>
    eventId !== null && idOf.get(planned.marker) === eventId && inEffect.has(eventId);
  const strangers = [...tables.calls.keys()].filter((key) => !expected.has(`calls ${key}`));
  return {
    sent: sent.length,
    acknowledged: acknowledged.length,
    spooled: acknowledged.filter(({ outcome }) => outcome === "spooled").length,
    refused: sent.filter(({ status }) => status !== null).length - acknowledged.length,
    unanswered: sent.filter(({ status }) => status === null).length,
    stored: events.length,
    applied: inEffect.size,
    repeated: events.length - tries.size,
    duplicated: tries.size - idOf.size + strangers.length,
    lost: acknowledged.filter((one) => !isKept(one)).length,
    endings: countBy(sent.map(({ ending }) => ending)),
    p99Ms: percentile(sent, 0.99),
    longestWait:
      Math.round(sent.reduce((most, { status, seconds }) => Math.max(most, status ? seconds : 0), 0) * 10) / 10,
  };
}

function percentile(sent: readonly Sent[], share: number): number {
  const waits = sent.filter(({ status }) => status !== null).map(({ seconds }) => seconds);
  waits.sort((a, b) => a - b);
  return Math.round((waits[Math.ceil(waits.length * share) - 1] ?? 0) * 1000);
}

function countBy(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(names, (name) => name)).map(([name, all]) => [name, all?.length ?? 0]),
  );
}

/** What the rows must say: of each field the newest delivery, by the order of receipt, that says anything. */
function foldInOrder(events: readonly EventRow[], plans: Map<string, Planned>): Map<string, Expected> {
  const rows = new Map<string, Expected>();
  for (const { marker, id } of events) {
    const plan = plans.get(marker);
    if (!plan) continue;
    const isCall = plan.table === "calls";
    rows.set(nameOf(plan), { ...rows.get(nameOf(plan)), ...plan.says, ...(isCall && { last_event_id: id }) });
  }
  return rows;
}

function nameOf({ table, key }: Planned): string {
  return `${table} ${key}`;
}

async function listEvents(client: pg.Client, prefix: string): Promise<EventRow[]> {
  const text = `select headers->>'x-torture' as marker, headers->>'x-request-id' as request, id, outcome from call_events
    where headers->>'x-torture' like $1 order by id`;
  return (await client.query(text, [`${prefix}%`])).rows;
}

async function listCalls(client: pg.Client, prefix: string): Promise<Map<string, Row>> {
  const text = `select call_id as key, calls.lead_id, agents.agent_id as agent, disposition, agent_comment,
      duration_seconds::text, last_event_id::text from calls left join agents on agents.id = calls.agent_id
    where call_id like $1`;
  return byKey((await client.query(text, [`${prefix}%`])).rows);
}

async function listContacts(client: pg.Client, prefix: string): Promise<Map<string, Row>> {
  const text = "select lead_id as key, first_name, last_name from contacts where lead_id like $1";
  return byKey((await client.query(text, [`${prefix}%`])).rows);
}

function byKey(rows: Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.key as string, row]));
}
