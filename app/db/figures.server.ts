import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/pool.server.ts";

// The figures that triggers keep: migrations/005_figures.sql. A read is one statement, so that what is folded and what
// is not are seen at the same moment and add up to exactly what counting the rows would give.
//
// Agents are kept by disposition (migrations/016_agent_figures.sql): here they are one figure each.

const DAY = 86_400_000;

const sums = sql.fragment`
  sum(count)::bigint as count, sum(seconds)::bigint as seconds, sum(recordings)::bigint as recordings`;

const keyOf = sql.fragment`case figure.subject when 'agent' then split_part(key, '/', 1) else key end as key`;

/** How many minutes the buckets of each subject are long. */
const BUCKET_MINUTES = { delivery: 5, lead: 5, call: 5, campaign: 15, disposition: 15, agent: 15, search: 15 } as const;
export type Subject = keyof typeof BUCKET_MINUTES;

/** From the one moment until just before the other. */
export type Span = { from: Date; to: Date };

const Figure = z.object({
  /** The span that it belongs to, by its place among those that were asked for. */
  bar: z.number(),
  subject: z.enum(Object.keys(BUCKET_MINUTES) as [Subject, ...Subject[]]),
  /** What the migration says: an outcome, a campaign, … */
  key: z.string(),
  count: z.number(),
  /** Of talk; for calls only. */
  seconds: z.number(),
  /** Found; for calls only. */
  recordings: z.number(),
});
export type Figure = z.infer<typeof Figure>;

/** Whole UTC days are read as days, so that a year costs little more than a month; the ends of a span by small buckets. */
function piecesOf({ from, to }: Span) {
  const firstDay = Math.ceil(+from / DAY) * DAY;
  const lastDay = Math.floor(+to / DAY) * DAY;
  const edges = firstDay < lastDay ? [+from, firstDay, lastDay, +to] : [+from, +to];
  return edges.slice(1).map((end, index) => ({
    isDays: edges.length > 2 && index === 1,
    from: new Date(edges[index] as number).toISOString(),
    to: new Date(end).toISOString(),
  }));
}

/**
 * Where the figures of some subjects and spans stand, folded and not: two `from` items with the columns of `figures` and,
 * as `bar`, the place of the span among those that were asked for.
 */
export function figurePieces(subjects: readonly Subject[], spans: readonly Span[], condition = sql.fragment`true`) {
  const asked = spans.flatMap((span, bar) =>
    piecesOf(span).flatMap(({ isDays, ...ends }) =>
      subjects.map((subject) => ({ bar, subject, minutes: isDays ? 1440 : BUCKET_MINUTES[subject], ...ends })),
    ),
  );
  const pieces = sql.fragment`json_to_recordset(${JSON.stringify(asked)}::json)
    as piece (bar integer, subject text, minutes smallint, "from" timestamptz, "to" timestamptz)`;
  const isWithin = sql.fragment`figure.subject = piece.subject and bucket >= piece."from" and bucket < piece."to"
    and ${condition}`;
  // PostgreSQL cannot tell how short a piece is, and would read all figures at once: "offset 0" makes it look up each piece.
  return {
    folded: sql.fragment`${pieces} cross join lateral (
      select * from figures as figure where ${isWithin} and figure.minutes = piece.minutes offset 0) as figure`,
    unfolded: sql.fragment`${pieces} join figure_deltas as figure on ${isWithin}`,
  };
}

/**
 * What happened within each of some spans, by subject and key. A span must begin and end where the buckets of the
 * subjects do: at full 5 minutes for deliveries, leads and calls, else at full quarters of an hour.
 */
export function listFigures(
  db: Database,
  subjects: readonly Subject[],
  spans: readonly Span[],
  isTest?: boolean,
): Promise<readonly Figure[]> {
  const condition = isTest === undefined ? sql.fragment`true` : sql.fragment`is_test = ${isTest}`;
  const { folded, unfolded } = figurePieces(subjects, spans, condition);
  return db.any(sql.type(Figure)`
    select bar, subject, key, ${sums}
    from (
      select bar, figure.subject, ${keyOf}, count, seconds, recordings from ${folded}
      union all
      select bar, figure.subject, ${keyOf}, count, seconds, recordings from ${unfolded}
    ) as figure
    group by bar, subject, key
    having sum(count) <> 0
    order by bar, subject, key`);
}

const Total = Figure.omit({ bar: true });
export type Total = z.infer<typeof Total>;

/** All there is, of all times, by subject and key. */
export function listTotals(db: Database, subjects: readonly Subject[]): Promise<readonly Total[]> {
  const asked = sql.array([...subjects], "text");
  return db.any(sql.type(Total)`
    select subject, key, ${sums}
    from (
      select subject, ${keyOf}, count, seconds, recordings
      from figures as figure
      where subject = any(${asked}) and minutes = 1440
      union all
      select subject, ${keyOf}, count, seconds, recordings from figure_deltas as figure where subject = any(${asked})
    ) as figure
    group by subject, key
    having sum(count) <> 0
    order by subject, key`);
}
