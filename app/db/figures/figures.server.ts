import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";

// The figures that triggers keep: migrations/009_figures.sql and 010_figure_triggers.sql. A read is one statement, so that what
// is folded and what is not are seen at the same moment and add up to exactly what counting the rows would give.
//
// Agents are counted by disposition (migrations/009_figures.sql): here they are one figure each.

const sums = sql.fragment`
  sum(count)::bigint as count, sum(seconds)::bigint as seconds, sum(recordings)::bigint as recordings`;

const keyOf = sql.fragment`case piece.subject when 'agent' then split_part(key, '/', 1) else key end as key`;

type Level = { minutes: number; kept: string };
const levels = (kept: string, ...minutes: number[]): Level[] => minutes.map((each) => ({ minutes: each, kept }));

/** Under which name, and in buckets of how many minutes, each subject is kept; the longest first, the last as it is counted. */
const LEVELS = {
  delivery: levels("delivery", 1440, 60, 5),
  lead: levels("lead", 1440, 60, 5),
  call: levels("call", 1440, 60, 5),
  campaign: levels("campaign", 1440, 15),
  disposition: levels("disposition", 1440, 15),
  search: levels("search", 1440, 15),
  agent: [...levels("agent_all", 1440, 60), ...levels("agent", 15)],
  /** Agents by disposition. */
  outcome: levels("agent", 7200, 1440, 15),
};
export type Subject = Exclude<keyof typeof LEVELS, "outcome">;
const SUBJECTS = Object.keys(LEVELS).filter((subject) => subject !== "outcome") as [Subject, ...Subject[]];

/** From the one moment until just before the other. */
export type Span = { from: Date; to: Date };

const Figure = z.object({
  /** The span that it belongs to, by its place among those that were asked for. */
  bar: z.number(),
  subject: z.enum(SUBJECTS),
  /** What the migration says: an outcome, a campaign, … */
  key: z.string(),
  count: z.number(),
  /** Of talk; for calls only. */
  seconds: z.number(),
  /** Found; for calls only. */
  recordings: z.number(),
});
export type Figure = z.infer<typeof Figure>;

/** Buckets of one length that follow each other. `sign`: -1 where longer ones already count them, and should not. */
type Piece = Level & Span & { sign: 1 | -1 };

/**
 * A span as few buckets: the longest that fit into it, and its ends by shorter ones, so that a year costs little more than
 * a month. Of what is dense the longest may stick out, and what they have too much is taken off by shorter ones: that is
 * more pieces of fewer buckets, and what is still to come of a long one is nothing.
 */
function piecesOf({ from, to }: Span, levels: readonly Level[], isDense: boolean, sign: 1 | -1 = 1): Piece[] {
  const [longest, ...shorter] = levels;
  if (!longest || +from >= +to) return [];
  if (shorter.length === 0) return [{ ...longest, from, to, sign }];
  const length = longest.minutes * 60_000;
  const first = new Date((isDense ? Math.round : Math.ceil)(+from / length) * length);
  const last = new Date((isDense ? Math.round : Math.floor)(+to / length) * length);
  const offBy = Math.abs(+first - +from) + Math.abs(+last - +to);
  if (+first >= +last || offBy >= +to - +from) return piecesOf({ from, to }, shorter, isDense, sign);
  const opposite = sign === 1 ? -1 : 1;
  return [
    ...piecesOf({ from, to: first }, shorter, isDense, sign),
    ...piecesOf({ from: first, to: from }, shorter, isDense, opposite),
    { ...longest, from: first, to: last, sign },
    ...piecesOf({ from: last, to }, shorter, isDense, sign),
    ...piecesOf({ from: to, to: last }, shorter, isDense, opposite),
  ];
}

/**
 * Where the figures of some subjects and spans stand, folded and not: two `from` items with the key and the numbers of
 * `figures`, to be added up, and of `piece` the subject, and as `bar` the place of the span among those that were asked for.
 */
function figurePieces(
  subjects: readonly (keyof typeof LEVELS)[],
  spans: readonly Span[],
  condition = sql.fragment`true`,
) {
  const asked = spans.flatMap((span, bar) =>
    subjects.flatMap((subject) =>
      piecesOf(span, LEVELS[subject], subject === "outcome").map((piece) => ({ bar, subject, ...piece })),
    ),
  );
  const uncut = spans.flatMap((span, bar) =>
    subjects.map((subject) => ({ bar, subject, kept: LEVELS[subject].at(-1)?.kept, ...span })),
  );
  const listed = (pieces: readonly object[]) => sql.fragment`json_to_recordset(${JSON.stringify(pieces)}::json)
    as piece (bar integer, subject text, kept text, minutes smallint, sign integer, "from" timestamptz, "to" timestamptz)`;
  const counted = sql.fragment`key, sign * count as count, sign * seconds as seconds, sign * recordings as recordings`;
  const isWithin = sql.fragment`figure.subject = piece.kept and bucket >= piece."from" and bucket < piece."to"
    and ${condition}`;
  // PostgreSQL cannot tell how short a piece is, and would read all figures at once: "offset 0" makes it look up each piece.
  return {
    folded: sql.fragment`${listed(asked)} cross join lateral (
      select ${counted} from figures as figure where ${isWithin} and figure.minutes = piece.minutes offset 0) as figure`,
    unfolded: sql.fragment`${listed(uncut)} join figure_deltas as figure on ${isWithin}`,
  };
}

/**
 * The figures of one subject within a span, folded and not, added up: a row for each key with `count`, `seconds` and
 * `recordings`. "offset 0" lets PostgreSQL add up before it takes the keys apart.
 */
export function sumsByKey(subject: keyof typeof LEVELS, span: Span, condition = sql.fragment`true`): FragmentSqlToken {
  const { folded, unfolded } = figurePieces([subject], [span], condition);
  return sql.fragment`
    select key, ${sums}
    from (
      select key, count, seconds, recordings from ${folded}
      union all
      select key, count, seconds, recordings from ${unfolded}
    ) as figure
    group by key
    having sum(count) <> 0
    offset 0`;
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
      select bar, piece.subject, ${keyOf}, count, seconds, recordings from ${folded}
      union all
      select bar, piece.subject, ${keyOf}, count, seconds, recordings from ${unfolded}
    ) as figure
    group by bar, subject, key
    having sum(count) <> 0
    order by bar, subject, key`);
}

const Total = Figure.omit({ bar: true });
export type Total = z.infer<typeof Total>;

/** All there is, of all times, by subject and key. */
export function listTotals(db: Database, subjects: readonly Subject[]): Promise<readonly Total[]> {
  const asked = subjects.map((subject) => ({
    subject,
    kept: LEVELS[subject][0]?.kept,
    counted: LEVELS[subject].at(-1)?.kept,
  }));
  const pieces = sql.fragment`json_to_recordset(${JSON.stringify(asked)}::json)
    as piece (subject text, kept text, counted text)`;
  return db.any(sql.type(Total)`
    select subject, key, ${sums}
    from (
      select piece.subject, key, count, seconds, recordings
      from ${pieces} join figures as figure on figure.subject = piece.kept and figure.minutes = 0
      union all
      select piece.subject, ${keyOf}, count, seconds, recordings
      from ${pieces} join figure_deltas as figure on figure.subject = piece.counted
    ) as figure
    group by subject, key
    having sum(count) <> 0
    order by subject, key`);
}
