import { sql } from "slonik";
import { z } from "zod";
import { fixedText, type Reader } from "#app/db/connection/statement.server.ts";

/**
 * What an admin said of a key: `sameAs` null: several people share it, so it identifies nobody; otherwise it means the same
 * lead as that key.
 */
const IdentityRule = z.object({ key: z.string(), sameAs: z.string().nullable() });
export type IdentityRule = z.infer<typeof IdentityRule>;

/** The rules about any of these keys. */
export async function listIdentityRules(db: Reader, keys: readonly string[]): Promise<readonly IdentityRule[]> {
  return keys.length === 0 ? [] : db.any(rulesAbout([...new Set(keys)]));
}

const rulesAbout = fixedText(
  (keys: string[]) => sql.type(IdentityRule)`
    select key, same_as as "sameAs" from identity_rules where key = any(${sql.array(keys, "text")})`,
);
