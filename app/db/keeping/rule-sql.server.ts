import { type FragmentSqlToken, sql } from "slonik";
import type { RetentionRule } from "#app/db/keeping/retention-rules.server.ts";

/** What the conditions of rules read: recordings with their calls and what the disposition means. */
export const ruledRecordings = sql.fragment`
  archived_recordings
  join calls on calls.call_id = archived_recordings.call_id
  left join dispositions on dispositions.code = upper(calls.disposition)`;

const and = sql.fragment` and `;

function conditionOf(rule: RetentionRule): FragmentSqlToken {
  const { disposition, stage, campaign, list_id, direction, min_seconds, max_seconds } = rule;
  const conditions = [
    disposition !== null && sql.fragment`upper(calls.disposition) = upper(${disposition})`,
    // A code without a setting counts as contacted, as everywhere. So does a call without one here: it may be a sale.
    stage !== null && sql.fragment`coalesce(dispositions.stage, 'contacted') = ${stage}`,
    campaign !== null && sql.fragment`calls.campaign = ${campaign}`,
    list_id !== null && sql.fragment`calls.list_id = ${list_id}`,
    direction !== null && sql.fragment`upper(calls.direction) = upper(${direction})`,
    min_seconds !== null && sql.fragment`calls.duration_seconds >= ${min_seconds}`,
    max_seconds !== null && sql.fragment`calls.duration_seconds <= ${max_seconds}`,
  ].filter((condition) => condition !== false);
  return conditions.length === 0 ? sql.fragment`true` : sql.fragment`${sql.join(conditions, and)}`;
}

/** The place of the first of these rules that a call meets, from 0; null where none does. */
export function ruleNumber(rules: readonly RetentionRule[]): FragmentSqlToken {
  if (rules.length === 0) return sql.fragment`null::int`;
  const whens = rules.map((rule, number) => sql.fragment`when ${conditionOf(rule)} then ${number}::int`);
  return sql.fragment`case ${sql.join(whens, sql.fragment` `)} end`;
}

const spans = {
  days: (count: number) => sql.fragment`make_interval(days => ${count}::int)`,
  months: (count: number) => sql.fragment`make_interval(months => ${count}::int)`,
  years: (count: number) => sql.fragment`make_interval(years => ${count}::int)`,
};

/** Until when a recording is kept, from the number of its rule; null forever, and where no rule is met. */
export function keptUntil(rules: readonly RetentionRule[], number: FragmentSqlToken): FragmentSqlToken {
  const whens = rules.flatMap(({ keep_count, keep_unit }, place) =>
    keep_count === null || keep_unit === null
      ? []
      : sql.fragment`when ${place}::int then call_at + ${spans[keep_unit](keep_count)}`,
  );
  if (whens.length === 0) return sql.fragment`null::timestamptz`;
  return sql.fragment`case ${number} ${sql.join(whens, sql.fragment` `)} end`;
}

/** Whether a recording's call is on hold. */
export const isHeldRecording = sql.fragment`
  exists (select from held_calls where held_calls.call_id = archived_recordings.call_id)`;

/** Whether a rule keeps a recording of a row of `calls`, from its copy on until the rule's time is up. */
export function isKeptCall(rules: readonly RetentionRule[]): FragmentSqlToken {
  if (rules.length === 0) return sql.fragment`false`;
  const number = ruleNumber(rules);
  return sql.fragment`exists (
    select from archived_recordings
    left join dispositions on dispositions.code = upper(calls.disposition)
    where archived_recordings.call_id = calls.call_id and archived_recordings.state = 'archived'
      and ${number} is not null and coalesce(${keptUntil(rules, number)} > now(), true))`;
}
