import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { CallFilter } from "#app/db/calls/call-filter.server.ts";
import { type CallPage, listCalls, listSummaries } from "#app/db/calls/list-calls.server.ts";
import { byTime, searchCalls } from "#app/db/calls/search-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { isSurelyShown } from "#app/db/lists/is-surely-shown.server.ts";
import { PAGE_SIZE, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { type CallOrder, MOST_SORTED_CALLS } from "#app/lib/call-orders.ts";

/** Calls without the value come last, and those whose value is masked: its place would tell how it begins. */
function placeIn(order: Exclude<CallOrder, "latest" | "oldest">, isMasked = false): FragmentSqlToken {
  const byLabel = (label: FragmentSqlToken, place: FragmentSqlToken) =>
    isMasked
      ? sql.fragment`case when ${isSurelyShown(label)} then ${place} end asc nulls last`
      : sql.fragment`${place} asc nulls last`;
  if (order === "longest") return sql.fragment`calls.duration_seconds desc nulls last`;
  if (order === "shortest") return sql.fragment`calls.duration_seconds asc nulls last`;
  if (order === "disposition") return byLabel(sql.fragment`calls.disposition`, sql.fragment`upper(calls.disposition)`);
  const agent = sql.fragment`coalesce(agents.name, agents.agent_id)`;
  return byLabel(agent, sql.fragment`fold_text(${agent})`);
}

const latest = sql.fragment`${byTime.time} desc, ${byTime.key} desc`;
const BEFORE_ALL = "0001-01-01T00:00:00Z~";
const CallId = z.object({ call_id: z.string() });

/**
 * A page of calls in this order; `newer` is the page before it, `older` the next one. Of calls with the same value the
 * latest come first.
 * @returns null where more than `most` calls match, which only their time can sort
 */
export async function listSortedCalls(
  db: Database,
  filter: CallFilter,
  order: CallOrder,
  asked: PageRequest = {},
  size = PAGE_SIZE,
  most = MOST_SORTED_CALLS,
): Promise<CallPage | null> {
  if (order === "latest") return listCalls(db, filter, asked, size);
  if (order === "oldest") return listOldest(db, filter, asked, size);
  const { ids, unfinished } = await searchCalls(db, filter, {}, most + 1);
  if (unfinished || ids.length > most) return null;
  const onPage = await db.anyFirst(sql.type(CallId)`
    with sorted as (
      select calls.call_id, row_number() over (order by ${placeIn(order, filter.isMasked)}, ${latest}) as place
      from calls left join agents on agents.id = calls.agent_id
      where calls.call_id = any(${sql.array(ids, "text")})
    )
    select call_id from sorted ${pastPlace(asked)} limit ${size + 1}`);
  const inThisOrder = sql.fragment`order by array_position(${sql.array([...onPage], "text")}, calls.call_id)`;
  const calls = await listSummaries(db, onPage, inThisOrder);
  return { ...toPage(calls, asked, ({ cursor }) => cursor, size), unfinished: null };
}

/** A place is the call's own cursor, of which only its id counts here. A call that is gone means the first page. */
function pastPlace({ before, after }: PageRequest): FragmentSqlToken {
  const at = after ?? before;
  if (at === undefined) return sql.fragment`order by place`;
  const id = at.slice(at.indexOf("~") + 1);
  const place = sql.fragment`coalesce((select place from sorted where call_id = ${id}), 0)`;
  return after === undefined
    ? sql.fragment`where place > ${place} order by place`
    : sql.fragment`where place < ${place} order by place desc`;
}

/** The list by time, read from its other end. */
async function listOldest(db: Database, filter: CallFilter, asked: PageRequest, size: number): Promise<CallPage> {
  const isFirst = asked.before === undefined && asked.after === undefined;
  const turned = asked.after === undefined ? { after: asked.before ?? BEFORE_ALL } : { before: asked.after };
  const page = await listCalls(db, filter, turned, size);
  return { ...page, rows: page.rows.toReversed(), newer: isFirst ? null : page.older, older: page.newer };
}
