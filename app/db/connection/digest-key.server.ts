import { createHash } from "node:crypto";
import { type CommonQueryMethods, type DatabasePoolConnection, type Interceptor, sql } from "slonik";
import { z } from "zod";
import { env } from "#app/env.server.ts";
import { isDigestKeyKnown, setDigestKey } from "#app/lib/keyed-digest.server.ts";

const MayRead = z.object({ may_read: z.boolean() });
const Row = z.object({ key: z.instanceof(Uint8Array) });

/** Reads the key of this installation, unless this process knows it: DIGEST_KEY, otherwise the row of `digest_key`. */
export async function loadDigestKey(db: Pick<CommonQueryMethods, "oneFirst">): Promise<void> {
  if (isDigestKeyKnown()) return;
  const { DIGEST_KEY } = env();
  if (DIGEST_KEY) return setDigestKey(createHash("sha256").update(DIGEST_KEY).digest());
  setDigestKey(await db.oneFirst(sql.type(Row)`select key from digest_key`));
}

/** Before a process runs its first statement it knows the key, unless its tables and rights are still to be made. */
export const digestKeyFirst: Interceptor = {
  name: "digest-key-first",
  async afterPoolConnection(_context, connection: DatabasePoolConnection) {
    if (isDigestKeyKnown()) return null;
    const mayRead = sql.type(MayRead)`
      select coalesce(has_table_privilege(to_regclass('digest_key'), 'select'), false) as may_read`;
    if (env().DIGEST_KEY || (await connection.oneFirst(mayRead))) await loadDigestKey(connection);
    return null;
  },
};
