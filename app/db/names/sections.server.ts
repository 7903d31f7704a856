import { sql } from "slonik";
import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { SECTION_NAMES, SECTION_STATES } from "#app/lib/convoso-sections.ts";

/** A section of Convoso's API as it was last tried. `offsets`: times that carry an offset, see `compareZone`. */
const Section = z.object({
  section: z.enum(SECTION_NAMES),
  state: z.enum(SECTION_STATES),
  answer: z.string(),
  asked_at: z.date(),
  worked_at: z.date().nullable(),
  offsets: z.array(z.string()),
});
export type Section = z.infer<typeof Section>;

/** Those that were ever tried, in no order. */
export function listSections(db: Database): Promise<readonly Section[]> {
  return db.any(sql.type(Section)`select section, state, answer, asked_at, worked_at, offsets from convoso_sections`);
}

export type TriedSection = Pick<Section, "section" | "state" | "answer"> & { offsets?: readonly string[] };

/** Notes how a try of a section went. Offsets that were seen stay until others are. */
export async function upsertSection(db: Database, { section, state, answer, offsets = [] }: TriedSection) {
  await db.query(sql.unsafe`
    insert into convoso_sections as known (section, state, answer, worked_at, offsets)
    values (
      ${section}, ${state}, ${answer}, case when ${state} = 'works' then now() end,
      ${sql.array([...offsets], "text")}
    )
    on conflict (section) do update
    set state = excluded.state, answer = excluded.answer, asked_at = now(),
      worked_at = coalesce(excluded.worked_at, known.worked_at),
      offsets = case when excluded.offsets = '{}' then known.offsets else excluded.offsets end`);
}
