import { type FragmentSqlToken, sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { PAGE_SIZE, type Page, type PageRequest, toPage } from "#app/db/lists/page.server.ts";
import { where } from "#app/db/lists/where.server.ts";
import { actionsOn } from "#app/lib/audit-actions.ts";
import { AUTOMATIC_ACTORS } from "#app/lib/automatic-actors.ts";

/** What somebody did in the portal. `action`: an {@link AuditAction}, or one of another version; `target`: what it was done to. */
export const AuditEntry = z.object({
  id: z.number(),
  at: z.date(),
  actor: z.string(),
  action: z.string(),
  target: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
  source_address: z.string().nullable(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/**
 * `lead`: our number of a lead, for what was done to it, its calls and its deliveries. `from`: at that moment and later; `to`:
 * earlier than that moment.
 */
export type AuditFilter = {
  actor?: string | undefined;
  action?: string | undefined;
  callId?: string | undefined;
  lead?: number | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
};

const columns = sql.fragment`id, at, actor, action, target, details, source_address`;
const moment = (at: Date) => sql.fragment`${at.toISOString()}::timestamptz`;
const placeOf = (id: string) => sql.fragment`((select at from audit_log where id = ${id}::int8), ${id}::int8)`;

/** So many calls and deliveries of a lead are looked for, the latest. */
const MOST_OF_LEAD = 1_000;

function isDoneTo(kind: "call" | "lead" | "delivery", targets: FragmentSqlToken): FragmentSqlToken {
  return sql.fragment`(
    target = any(array(${targets})) and action = any(${sql.array(actionsOn(kind), "text")}))`;
}

function isAboutLead(id: number): FragmentSqlToken {
  return sql.fragment`(
    ${isDoneTo("lead", sql.fragment`select ${String(id)}`)}
    or ${isDoneTo(
      "call",
      sql.fragment`
        select call_id from calls where contact_id = ${id} order by occurred_at desc, call_id desc limit ${MOST_OF_LEAD}`,
    )}
    or ${isDoneTo(
      "delivery",
      sql.fragment`select id::text from call_events where contact_id = ${id} order by id desc limit ${MOST_OF_LEAD}`,
    )})`;
}

function auditConditions({ actor, action, callId, lead, from, to }: AuditFilter) {
  return [
    callId !== undefined && isDoneTo("call", sql.fragment`select ${callId}`),
    lead !== undefined && isAboutLead(lead),
    actor !== undefined && sql.fragment`actor = ${actor}`,
    action !== undefined && sql.fragment`action = ${action}`,
    from && sql.fragment`at >= ${moment(from)}`,
    to && sql.fragment`at < ${moment(to)}`,
  ];
}

/** A row without columns for each entry that `filter` matches, to be counted. */
export function auditMatches(filter: AuditFilter): FragmentSqlToken {
  return sql.fragment`select from audit_log ${where(...auditConditions(filter))}`;
}

/** A page of the audit log, newest first. The cursor is an entry's id. */
export async function listAudit(
  db: Database,
  filter: AuditFilter = {},
  asked: PageRequest = {},
): Promise<Page<AuditEntry>> {
  const found = await db.any(sql.type(AuditEntry)`
    select ${columns}
    from audit_log
    ${where(
      ...auditConditions(filter),
      asked.after !== undefined && sql.fragment`(at, id) > ${placeOf(asked.after)}`,
      asked.after === undefined && asked.before !== undefined && sql.fragment`(at, id) < ${placeOf(asked.before)}`,
    )}
    order by at ${asked.after === undefined ? sql.fragment`desc, id desc` : sql.fragment`asc, id asc`}
    limit ${PAGE_SIZE + 1}`);
  return toPage(found, asked, (row) => String(row.id));
}

/** What everybody may know of an entry: not what somebody searched for or why, nor from where. */
const Act = AuditEntry.pick({ id: true, at: true, actor: true, action: true, target: true });
export type Act = z.infer<typeof Act>;

/** The latest entries of people, newest first. */
export function listLatestAudit(db: Database, limit: number): Promise<readonly Act[]> {
  return db.any(sql.type(Act)`
    select id, at, actor, action, target
    from audit_log
    where actor <> all(${sql.array(Object.keys(AUTOMATIC_ACTORS), "text")})
    order by id desc
    limit ${limit}`);
}

const Choice = z.object({ value: z.string() });

/** Everybody who did something, or everything that was ever done, in order: hops along the index from one to the next. */
export function listAuditChoices(db: Database, column: "actor" | "action"): Promise<readonly string[]> {
  const name = sql.identifier([column]);
  return db.anyFirst(sql.type(Choice)`
    with recursive hop as (
      (select ${name} as value from audit_log order by ${name} limit 1)
      union all
      select (select ${name} from audit_log where ${name} > hop.value order by ${name} limit 1)
      from hop
      where hop.value is not null
    )
    select value from hop where value is not null limit 500`);
}
