import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { lockNames } from "#app/db/ingest/bulk-rows.server.ts";

/** What Convoso lists with names. */
export type NameKind = "status" | "user" | "campaign" | "list";

/** A name as Convoso lists it; a status has the stage that its flags suggest. */
export type NewName = { id: string; name: string; suggestedStage: string | null };

const NewNames = (names: readonly NewName[]) => sql.fragment`
  json_to_recordset(${JSON.stringify(names)}::json) as sent (id text, name text, "suggestedStage" text)`;

/**
 * Keeps the names of a kind. Those that Convoso lists no longer stay: older calls still carry their ids. Each id once.
 * @returns nothing; in the caller's transaction
 */
export async function upsertNames(db: Database, kind: NameKind, names: readonly NewName[]): Promise<void> {
  await db.query(sql.unsafe`
    insert into convoso_names (kind, source_id, name, suggested_stage)
    select ${kind}, id, name, "suggestedStage" from ${NewNames(names)}
    on conflict (kind, source_id) do update
    set name = excluded.name, suggested_stage = excluded.suggested_stage, seen_at = now()`);
}

/** Gives the entries of the dictionary that nobody of the portal has changed Convoso's own names. */
export async function nameDispositions(db: Database): Promise<void> {
  await db.query(sql.unsafe`
    update dispositions
    set name = left(convoso_names.name, 100), updated_at = now()
    from convoso_names
    where kind = 'status' and source_id = code and updated_by is null
      and dispositions.name <> left(convoso_names.name, 100)`);
}

/**
 * Gives agents the name that Convoso is about to have for them, before {@link upsertNames}: those without a name, those
 * known by their id alone, and those that have the name that Convoso had until now. A name that a delivery brought stays.
 */
export async function nameAgents(db: Database, users: readonly NewName[]): Promise<void> {
  await lockNames(db, ["agents"]);
  await db.query(sql.unsafe`
    update agents
    set name = sent.name, updated_at = now()
    from ${NewNames(users)}
    left join convoso_names as known on known.kind = 'user' and known.source_id = sent.id
    where agents.agent_id = sent.id and agents.name is distinct from sent.name
      and (agents.name is null or agents.name = agents.agent_id or agents.name = known.name)`);
}

/**
 * What Convoso calls the campaign of a row of `calls`; null where it has no name for it. An account may send the id as the
 * campaign.
 */
export const campaignName = sql.fragment`(
  select name from convoso_names
  where kind = 'campaign' and source_id in (calls.campaign, calls.campaign_id)
  order by source_id = calls.campaign_id desc
  limit 1)`;

/** What Convoso calls the list of a row of `calls`; null where it has no name for it. */
export const listName = sql.fragment`(
  select name from convoso_names where kind = 'list' and source_id = calls.list_id)`;

const Named = z.object({ id: z.string(), name: z.string() });

/** Values of a filter with what they are called: those that are ids of Convoso's have its name. */
export async function nameChoices(db: Database, kind: NameKind, values: readonly string[]) {
  const names = await listNames(db, kind, values);
  return values.map((value) => ({ value, label: names.get(value) ?? value }));
}

/** The names of some ids of a kind, by id. */
export async function listNames(db: Database, kind: NameKind, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.any(sql.type(Named)`
    select source_id as id, name from convoso_names
    where kind = ${kind} and source_id = any(${sql.array([...ids], "text")})`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
