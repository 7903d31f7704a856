import type { Database } from "#app/db/connection/pool.server.ts";
import { listSections, type Section } from "#app/db/names/sections.server.ts";
import { env } from "#app/env.server.ts";
import { compareZone, type ZoneCheck } from "#app/features/names/compare-zone.server.ts";
import { SECTION_NAMES, type SectionName } from "#app/lib/convoso-sections.ts";

/** A section as pages show it; `tried` is null where it never was. */
export type ShownSection = { section: SectionName; tried: Omit<Section, "section" | "offsets"> | null };

/** All sections in their order, and how the offsets that Convoso sent fit the configured zone. */
export async function describeSections(db: Database): Promise<{ sections: ShownSection[]; zone: ZoneCheck | null }> {
  const known = await listSections(db);
  const sections = SECTION_NAMES.map((section) => {
    const found = known.find((one) => one.section === section);
    if (!found) return { section, tried: null };
    const { state, answer, asked_at, worked_at } = found;
    return { section, tried: { state, answer, asked_at, worked_at } };
  });
  const offsets = known.flatMap((section) => section.offsets);
  return { sections, zone: compareZone(offsets, env().CONVOSO_TIME_ZONE) };
}
