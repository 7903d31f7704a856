import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { fixedText, type Reader } from "#app/db/connection/statement.server.ts";

/** How far a call with some disposition brings its lead. */
export const Stage = z.enum(["not_contacted", "contacted", "converted", "lost"]);
export type Stage = z.infer<typeof Stage>;

/** An entry of the dictionary. `code` is in capitals; `updated_by` is null for what was delivered with the portal. */
export const Disposition = z.object({
  code: z.string(),
  name: z.string(),
  stage: Stage,
  updated_at: z.date(),
  updated_by: z.string().nullable(),
});
export type Disposition = z.infer<typeof Disposition>;

const columns = sql.fragment`code, name, stage, updated_at, updated_by`;

/** How many calls carry each code, from the figures (migrations/009_figures.sql): the same effort however many calls there are. */
const volumes = sql.fragment`
  select key as code, sum(count)::bigint as call_count
  from (
    select key, count from figures where subject = 'disposition' and minutes = 0
    union all
    select key, count from figure_deltas where subject = 'disposition'
  ) as figure
  group by key`;

const DictionaryEntry = Disposition.extend({ call_count: z.number() });
export type DictionaryEntry = z.infer<typeof DictionaryEntry>;

/** The whole dictionary with the calls of each code, those of most calls first. */
export function listDictionary(db: Database): Promise<readonly DictionaryEntry[]> {
  return db.any(sql.type(DictionaryEntry)`
    with volume as (${volumes})
    select ${columns}, coalesce(call_count, 0) as call_count
    from dispositions left join volume using (code)
    order by call_count desc nulls last, code`);
}

/** One entry, locked until the transaction ends; null where the code is not in the dictionary. */
export function findDispositionToChange(db: Database, code: string): Promise<Disposition | null> {
  return db.maybeOne(sql.type(Disposition)`select ${columns} from dispositions where code = ${code} for update`);
}

const Code = z.object({ code: z.string() });

/** The codes that mean a sale. */
export function listSaleCodes(db: Database): Promise<readonly string[]> {
  return db.anyFirst(sql.type(Code)`select code from dispositions where stage = 'converted' order by code`);
}

const GivenStage = z.object({ given: z.string(), stage: Stage });

/** The stage of each of some codes, as they were given; of those only that the dictionary has. */
export type Stages = ReadonlyMap<string, Stage>;

const stagesOf = fixedText(
  (codes: string[]) => sql.type(GivenStage)`
    select given, stage
    from unnest(${sql.array(codes, "text")}) as given
    join dispositions on dispositions.code = upper(given)`,
);

/** Looks dispositions up as deliveries name them, in any letter case. */
export async function listStages(db: Reader, codes: readonly string[]): Promise<Stages> {
  if (codes.length === 0) return new Map();
  const rows = await db.any(stagesOf([...new Set(codes)]));
  return new Map(rows.map(({ given, stage }) => [given, stage]));
}

const CodeName = z.object({ code: z.string(), name: z.string() });

/** What some codes, in any letter case, are called; by the code in capitals, of those only that the dictionary has. */
export async function listCodeNames(db: Database, codes: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = codes.map((code) => code.toUpperCase());
  const rows = await db.any(sql.type(CodeName)`
    select code, name from dispositions where code = any(${sql.array([...new Set(wanted)], "text")})`);
  return new Map(rows.map(({ code, name }) => [code, name]));
}

export type DispositionEntry = Pick<Disposition, "code" | "name" | "stage">;

/** Adds an entry. @returns false where the code has one already, which stays as it is */
export async function insertDisposition(db: Database, { code, name, stage }: DispositionEntry, actor: string) {
  const { rowCount } = await db.query(sql.unsafe`
    insert into dispositions (code, name, stage, updated_by)
    values (${code}, ${name}, ${stage}, ${actor})
    on conflict (code) do nothing`);
  return rowCount === 1;
}

/** Gives an entry another name and stage. */
export async function updateDisposition(db: Database, { code, name, stage }: DispositionEntry, actor: string) {
  await db.query(sql.unsafe`
    update dispositions set name = ${name}, stage = ${stage}, updated_by = ${actor}, updated_at = now()
    where code = ${code}`);
}

/** Takes an entry out of the dictionary: its code is unmapped again. */
export async function deleteDisposition(db: Database, code: string): Promise<void> {
  await db.query(sql.unsafe`delete from dispositions where code = ${code}`);
}

/** The codes that calls carry, in capitals. Hops along the index from one to the next, however many calls there are. */
export const codesOfCalls = sql.fragment`
  recursive hop as (
    (select upper(disposition) as code from calls where upper(disposition) is not null order by 1 limit 1)
    union all
    select (
      select upper(disposition) from calls where upper(disposition) > hop.code order by upper(disposition) limit 1
    )
    from hop
    where hop.code is not null
  )`;

const LastCall = z.object({ code: z.string(), at: z.date() });

/** When the latest call with each of some codes was; of those only that calls carry. */
export async function listLastCalls(db: Database, codes: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db.any(sql.type(LastCall)`
    select code, latest.occurred_at as at
    from unnest(${sql.array([...codes], "text")}) as code
    cross join lateral (
      select occurred_at from calls where upper(calls.disposition) = code order by occurred_at desc, call_id desc limit 1
    ) as latest`);
  return new Map(rows.map(({ code, at }) => [code, at]));
}

const UnmappedCode = z.object({
  code: z.string(),
  /** What Convoso calls it, or called it with the latest such call. */
  name: z.string().nullable(),
  /** What Convoso's flags suggest that it means; null where its statuses were not read. */
  suggested_stage: Stage.nullable(),
  call_count: z.number(),
  last_call_at: z.date(),
});
export type UnmappedCode = z.infer<typeof UnmappedCode>;

/** Codes that calls carry and the dictionary lacks, those of most calls first. Longer ones than it can hold are left out. */
export function listUnmappedCodes(db: Database, atMost = 50): Promise<readonly UnmappedCode[]> {
  return db.any(sql.type(UnmappedCode)`
    with volume as (${volumes}), unmapped as (
      select code, call_count
      from volume
      where code <> '' and length(code) <= 100 and call_count > 0
        and not exists (select from dispositions where dispositions.code = volume.code)
      order by call_count desc, code
      limit ${atMost}
    )
    select unmapped.code, coalesce(convoso_names.name, latest.disposition_name) as name, convoso_names.suggested_stage, latest.occurred_at as last_call_at, unmapped.call_count
    from unmapped
    cross join lateral (
      select disposition_name, occurred_at
      from calls
      where upper(calls.disposition) = unmapped.code
      order by occurred_at desc, call_id desc
      limit 1
    ) as latest
    left join convoso_names on convoso_names.kind = 'status' and convoso_names.source_id = unmapped.code
    order by unmapped.call_count desc, unmapped.code`);
}
