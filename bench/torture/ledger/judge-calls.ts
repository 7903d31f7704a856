import type pg from "pg";
import { toAccountTime } from "#test/convoso-simulator/account-time.ts";
import type { Call } from "#test/convoso-simulator/call-center.ts";
import { recordingLink } from "#test/convoso-simulator/recording.ts";

/** What the portal must hold in the end, and how often it took something from the log. */
export type Account = {
  /** Calls that the portal has and Convoso's log too, all of whose fields are the same. */
  equal: number;
  /** Calls whose fields differ, by id and field. */
  differing: string[];
  /** Calls of the log that the portal does not have. */
  lost: number;
  /** Calls that the portal has and the log never had. */
  strange: number;
  /** Deliveries with the source "reconcile". */
  fixes: number;
  /** Calls of which only the webhook was dropped, and that were not fixed exactly once. */
  fixedTwice: number;
  /** Windows of the days by their state. */
  windows: Record<string, number>;
  questions: number;
};

type Row = Record<string, string | null>;

/** Compares the portal's calls with the log, field by field. It knows the log only as the simulator gives it. */
export async function judgeCalls(
  client: pg.Client,
  calls: readonly Call[],
  { onlyDropped, timeZone, baseUrl }: { onlyDropped: ReadonlySet<string>; timeZone: string; baseUrl: string },
): Promise<Account> {
  const ours = new Map((await client.query<Row>(OURS)).rows.map((row) => [row.call_id, row]));
  const logged = calls.filter(({ vanishedAt }) => vanishedAt === null);
  const differing: string[] = [];
  let [equal, lost] = [0, 0];
  for (const call of logged) {
    const row = ours.get(call.id);
    if (!row) lost += 1;
    const wrong = row
      ? Object.entries(expected(call, timeZone, baseUrl)).filter(([field, value]) => row[field] !== value)
      : [];
    differing.push(...wrong.map(([field, value]) => `${call.id}: ${field} is ${row?.[field]} instead of ${value}`));
    if (row && wrong.length === 0) equal += 1;
  }
  const known = new Set(calls.map(({ id }) => id));
  const fixes = new Map(
    (await client.query<{ call_id: string; count: number }>(FIXES)).rows.map((row) => [row.call_id, row.count]),
  );
  const { rows: windows } = await client.query<{ state: string; count: number; questions: number }>(WINDOWS);
  return {
    equal,
    differing,
    lost,
    strange: [...ours.keys()].filter((id) => !known.has(id ?? "")).length,
    fixes: [...fixes.values()].reduce((sum, count) => sum + count, 0),
    fixedTwice: [...onlyDropped].filter((id) => fixes.get(id) !== 1).length,
    windows: Object.fromEntries(windows.map(({ state, count }) => [state, count])),
    questions: windows.reduce((sum, { questions }) => sum + questions, 0),
  };
}

function expected(call: Call, timeZone: string, baseUrl: string): Row {
  return {
    disposition: call.disposition.code,
    disposition_name: call.disposition.name,
    duration_seconds: String(call.seconds),
    agent_id: call.agent.id,
    campaign: call.campaign.name,
    campaign_id: call.campaign.id,
    list_id: call.lead.list.id,
    lead_id: call.lead.id,
    phone: call.lead.phone,
    direction: call.type.toLowerCase(),
    started_at_text: toAccountTime(call.startedAt, timeZone),
    recording_url: call.recording && recordingLink(baseUrl, call.recording),
  };
}

const OURS = `
  select call_id, disposition, disposition_name, duration_seconds::text, agents.agent_id, campaign, campaign_id, list_id,
    lead_id, right(regexp_replace(phone_number, '\\D', '', 'g'), 10) as phone, direction, started_at_text, recording_url
  from calls left join agents on agents.id = calls.agent_id`;
const FIXES = `
  select call_id, count(*)::int as count from call_events where source_address = 'reconcile' group by 1`;
/** An hour that ends during the journey is not asked about at once. */
const WINDOWS = `
  select case when answer <> 'compared' or answer is null then coalesce(answer, 'not asked')
      when exists (select from ledger_differences where window_start = starts_at and state = 'open') then 'differs'
      else 'equal' end as state,
    count(*)::int as count, sum(questions)::int as questions
  from ledger_windows where ends_at < now() - interval '5 minutes' group by 1`;
