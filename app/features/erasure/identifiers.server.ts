import { z } from "zod";
import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { spellText } from "#app/convoso/text-spellings.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { foldTexts, type Wanted } from "#app/db/erasure/search-rows.server.ts";
import { foldText } from "#app/lib/fold-text.ts";

/** What a person is known by. */
export const Identifier = z.object({
  kind: z.enum(["phone", "email", "leadId", "name"]),
  /** As people write it; of a name "first last". */
  value: z.string(),
});
export type Identifier = z.infer<typeof Identifier>;

/** Whether two mean the same, in whatever spelling. */
export function sameAs({ kind, value }: Identifier): string {
  if (kind === "phone") return `phone ${phoneSpellings(value)?.keys[0] ?? value}`;
  return `${kind} ${value.trim().replace(/\s+/g, " ").toLowerCase()}`;
}

/** Makes what the database searches for. Those that are too short to be found are left out. */
export async function wantedOf(db: Database, identifiers: readonly Identifier[]): Promise<Wanted[]> {
  const folded = await foldTexts(
    db,
    identifiers.map(({ value }) => value),
  );
  return identifiers.flatMap(({ kind, value }, number) => {
    const pattern = patternOf(kind, value, folded[number] ?? "");
    return pattern === null ? [] : [{ number, pattern, isName: kind === "name" }];
  });
}

function patternOf(kind: Identifier["kind"], value: string, folded: string): string | null {
  if (kind === "phone") return phoneSpellings(value)?.pattern ?? null;
  if (kind === "email") return spellText.email(folded.trim());
  if (kind === "leadId") return spellText.leadId(folded.trim());
  const [first = "", ...last] = folded.trim().split(/\s+/);
  return spellText.name(first, last.join(" "));
}

/** One pattern that finds any of these; null where there is none. */
export function eitherOf(wanted: readonly Wanted[]): string | null {
  return wanted.length === 0 ? null : wanted.map(({ pattern }) => `(?:${pattern})`).join("|");
}

/** The names by which ingest locks leads (see `lockNames`), so that deliveries about the person wait. */
export function namesToLock(identifiers: readonly Identifier[]): string[] {
  return identifiers.flatMap(({ kind, value }) => {
    if (kind === "phone") return (phoneSpellings(value)?.keys ?? []).map((key) => `phone:${key}`);
    if (kind === "email") return [`email:${foldText(value)}`];
    return kind === "leadId" ? [`lead:${value}`] : [];
  });
}
