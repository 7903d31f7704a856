import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import { type CallFilter, indexedConditions, otherConditions } from "#app/db/calls/call-filter.server.ts";
import { type Sources, sourcesOf } from "#app/db/calls/call-search.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import type { PageRequest } from "#app/db/lists/page.server.ts";
import { pastCursor, timeCursor, timeOrder } from "#app/db/lists/time-cursor.server.ts";
import { LOOK, SCAN_LIMITS, type ScanLimits, type Unfinished } from "#app/db/lists/unfinished.server.ts";
import { where } from "#app/db/lists/where.server.ts";

/** The order of the list of calls. */
export const byTime = {
  time: sql.fragment`calls.occurred_at`,
  key: sql.fragment`calls.call_id`,
  type: "text",
} as const;

/** Up to so many leads or agents, all their calls are looked up. With more, scanning the latest calls is faster. */
const MOST_LEADS = 1_000;
const MOST_AGENTS = 50;
/** Where there are more conditions, all calls of an agent may have to be looked at. */
const MOST_AGENTS_AMONG_OTHERS = 4;

const CallId = z.object({ call_id: z.string() });
type Found = { ids: string[]; unfinished: Unfinished | null };

/**
 * The ids of up to `size` calls that match, in the order of the asked page. Filters and rare words are found by indexes. What
 * no index finds is looked for call by call, from the latest back, and only so far; `unfinished` then tells from where to
 * go on.
 */
export async function searchCalls(
  db: Database,
  filter: CallFilter,
  asked: PageRequest,
  size: number,
  limits: ScanLimits = SCAN_LIMITS,
): Promise<Found> {
  const isIndexed = [...indexedConditions(filter), pastCursor(byTime, asked)];
  const others = otherConditions(filter, "each");
  const order = timeOrder(byTime, asked);
  if (others.length === 0) {
    const ids = await db.anyFirst(sql.type(CallId)`
      select calls.call_id from calls ${where(...isIndexed)} ${order} limit ${size}`);
    return { ids: [...ids], unfinished: null };
  }
  const isIn = [...isIndexed, ...others];
  const sources = await findRareSource(db, filter);
  if (!sources) return scanCalls(db, filter, asked, size, limits);
  const from = (place: FragmentSqlToken) =>
    sql.fragment`(select calls.call_id, calls.occurred_at from calls ${where(place, ...isIn)} ${order} limit ${size})`;
  const parts = [
    sources.lead &&
      from(sql.fragment`calls.contact_id = any(array(select contacts.id from contacts where ${sources.lead}))`),
    sources.agents &&
      sql.fragment`(
        select calls.call_id, calls.occurred_at
        from (${sources.agents}) as agent (id) cross join lateral ${from(sql.fragment`calls.agent_id = agent.id`)} as calls)`,
    sources.call && from(sources.call),
  ].filter((part) => part !== undefined);
  const ids = await db.anyFirst(sql.type(CallId)`
    select calls.call_id from (${sql.join(parts, sql.fragment` union `)}) as calls ${order} limit ${size}`);
  return { ids: [...ids], unfinished: null };
}

const Rarity = z.object({ leads: z.number(), agents: z.number() });

/** The sources of the term whose calls are few enough to be looked up; null if no term is so rare. */
async function findRareSource(db: Database, { search = [], isMasked = false }: CallFilter): Promise<Sources | null> {
  const all = search.map((term) => sourcesOf(term, isMasked)).filter((sources) => sources !== null);
  const mostAgents = search.length > 1 ? MOST_AGENTS_AMONG_OTHERS : MOST_AGENTS;
  const exact = all.find(({ isExact }) => isExact);
  if (exact) return exact;
  for (const sources of all) {
    const leads = sources.lead
      ? sql.fragment`select from contacts where ${sources.lead} limit ${MOST_LEADS + 1}`
      : null;
    const agents = sources.agents ? sql.fragment`${sources.agents} limit ${mostAgents + 1}` : null;
    const rarity = await db.one(sql.type(Rarity)`
      select ${leads ? sql.fragment`(select count(*) from (${leads}) as lead)` : sql.fragment`0::bigint`} as leads,
        ${agents ? sql.fragment`(select count(*) from (${agents}) as agent)` : sql.fragment`0::bigint`} as agents`);
    if (rarity.leads <= MOST_LEADS && rarity.agents <= mostAgents) return sources;
  }
  return null;
}

/** `looked` and `last` are null where enough rows matched before the batch ended. */
const Look = z.object({
  ids: z.array(z.string()),
  looked: z.number().nullable(),
  last: z.string().nullable(),
  last_at: z.date().nullable(),
});

async function scanCalls(
  db: Database,
  filter: CallFilter,
  asked: PageRequest,
  size: number,
  limits: ScanLimits,
): Promise<Found> {
  const others = otherConditions(filter, "each");
  const isMatch = sql.join(others, sql.fragment` and `);
  const isUpwards = asked.after !== undefined;
  const look = Math.ceil(LOOK / others.length);
  const start = Date.now();
  const ids: string[] = [];
  let place = asked;
  let total = 0;
  for (;;) {
    const missing = size - ids.length;
    const atMost = Math.min(look, Math.max(limits.rows - total, 1));
    const looked = sql.fragment`
      select * from calls ${where(...indexedConditions(filter), pastCursor(byTime, place))}
      ${timeOrder(byTime, asked)} limit ${atMost}`;
    // PostgreSQL works out the rows of `looked` one by one, and no others once enough of them match.
    const found = await db.one(sql.type(Look)`
      with looked as materialized (
        select calls.call_id, calls.occurred_at, ${isMatch} as is_match from (${looked}) as calls
      ),
      found as materialized (select array(select call_id from looked where is_match limit ${missing}) as ids),
      ended as (select * from found where cardinality(ids) < ${missing})
      select ids, (select count(*) from looked where exists (select from ended)) as looked, ${lastPlace(isUpwards)}
      from found`);
    ids.push(...found.ids);
    if (found.last === null || found.last_at === null) return { ids, unfinished: null };
    const looks = found.looked ?? 0;
    total += looks;
    if (looks < atMost) return { ids, unfinished: null };
    place = isUpwards ? { after: found.last } : { before: found.last };
    if (total < limits.rows && Date.now() - start < limits.milliseconds) continue;
    return { ids, unfinished: { looked: total, cursor: found.last, lastAt: found.last_at } };
  }
}

/** The last call of a look, if the look was looked at to its end. */
function lastPlace(isUpwards: boolean): FragmentSqlToken {
  const order = timeOrder(byTime, isUpwards ? {} : { after: "" });
  const last = (value: FragmentSqlToken) => sql.fragment`
    (select ${value} from looked as calls where exists (select from ended) ${order} limit 1)`;
  return sql.fragment`${last(timeCursor(byTime))} as last, ${last(sql.fragment`calls.occurred_at`)} as last_at`;
}
