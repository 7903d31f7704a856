import { listAgentsByIds } from "#app/db/agents/agents.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listDictionary } from "#app/db/dispositions/dispositions.server.ts";
import { type Figure, listFigures, type Span, type Subject } from "#app/db/figures/figures.server.ts";
import { listNames } from "#app/db/names/convoso-names.server.ts";

/** What is counted over time, with what it is made of, in the order in which bars stack it. */
export const SERIES = {
  deliveries: ["processed", "duplicate", "echoed", "invalid", "refused", "failed"],
  leads: ["converted", "contacted", "new", "lost"],
  calls: ["all"],
  recordings: ["found"],
} as const;
export type Chart = keyof typeof SERIES;

/** For each chart, by series and then by bar. */
export type Counts = Record<Chart, number[][]>;

/** One of those that had the most calls. `key` is what the filter of the calls takes; empty: the calls that name none. */
export type Leader = {
  key: string;
  name: string;
  /** What a code means, by the dictionary. */
  stage: string | null;
  count: number;
  seconds: number;
  recordings: number;
};
/** Those with the most calls, and how many more there are. */
export type Leaders = { top: Leader[]; others: number };

export type Activity = {
  counts: Counts;
  /** Seconds of talk. */
  talk: number;
  dispositions: Leaders;
  campaigns: Leaders;
  agents: Leaders;
};

const MOST_LEADERS = 6;

/**
 * What happened within a span, cut into bars that follow each other. All of it comes from the figures, so it is exact and
 * costs the same however many rows there are.
 * @param isTest undefined: test data counts, too
 */
export async function readActivity(db: Database, bars: readonly Span[], isTest?: boolean): Promise<Activity> {
  const whole = { from: (bars[0] as Span).from, to: (bars.at(-1) as Span).to };
  const [timed, named, dictionary] = await Promise.all([
    listFigures(db, ["delivery", "lead", "call"], bars, isTest),
    listFigures(db, ["disposition", "campaign", "agent"], [whole], isTest),
    listDictionary(db),
  ]);
  const [dispositions, campaigns, agents] = (["disposition", "campaign", "agent"] as const).map((subject) =>
    leadersOf(named, subject),
  ) as [Leaders, Leaders, Leaders];
  const entries = new Map(dictionary.map((entry) => [entry.code, entry]));
  for (const leader of dispositions.top) {
    const entry = entries.get(leader.key);
    Object.assign(leader, { name: entry?.name ?? "", stage: entry?.stage ?? null });
  }
  await nameAgents(db, agents.top);
  await nameCampaigns(db, campaigns.top);
  return {
    counts: countsOf(timed, bars.length),
    talk: timed.reduce((sum, { subject, seconds }) => (subject === "call" ? sum + seconds : sum), 0),
    dispositions,
    campaigns,
    agents,
  };
}

function countsOf(figures: readonly Figure[], length: number): Counts {
  const counts = Object.fromEntries(
    Object.entries(SERIES).map(([chart, series]) => [chart, series.map(() => Array<number>(length).fill(0))]),
  ) as Counts;
  const add = <C extends Chart>(chart: C, series: string, bar: number, count: number) => {
    const row = counts[chart][(SERIES[chart] as readonly string[]).indexOf(series)];
    if (row) row[bar] = (row[bar] ?? 0) + count;
  };
  for (const { subject, key, bar, count, recordings } of figures) {
    if (subject === "delivery") add("deliveries", key.split("/")[1] ?? "", bar, count);
    if (subject === "lead") add("leads", key, bar, count);
    if (subject === "call") add("calls", "all", bar, count);
    if (subject === "call") add("recordings", "found", bar, recordings);
  }
  return counts;
}

function leadersOf(figures: readonly Figure[], subject: Subject): Leaders {
  const all = figures
    .filter((figure) => figure.subject === subject)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
  const top = all
    .slice(0, MOST_LEADERS)
    .map(({ key, count, seconds, recordings }) => ({ key, name: key, stage: null, count, seconds, recordings }));
  return { top, others: all.length - top.length };
}

/** An account may send the id as the campaign; Convoso's name says more. */
async function nameCampaigns(db: Database, leaders: Leader[]): Promise<void> {
  const names = await listNames(
    db,
    "campaign",
    leaders.map(({ key }) => key),
  );
  for (const leader of leaders) leader.name = names.get(leader.key) ?? leader.name;
}

async function nameAgents(db: Database, leaders: Leader[]): Promise<void> {
  const ids = leaders.filter(({ key }) => key !== "").map(({ key }) => Number(key));
  const names = new Map((await listAgentsByIds(db, ids)).map(({ id, name, agent_id }) => [id, name ?? agent_id ?? ""]));
  for (const leader of leaders) if (leader.key !== "") leader.name = names.get(Number(leader.key)) ?? "";
}
