import { noteDatabaseAway, onDatabaseAway } from "#app/db/connection/database-circuit.server.ts";
import { loadDigestKey } from "#app/db/connection/digest-key.server.ts";
import { isDatabaseAway } from "#app/db/connection/is-database-away.server.ts";
import { isDatabaseUnready } from "#app/db/connection/is-database-unready.server.ts";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { env } from "#app/env.server.ts";
import {
  areFieldMapsFresh,
  areFieldMapsKnown,
  refreshFieldMaps,
} from "#app/features/ingest/field-maps-in-use.server.ts";
import { afterAwake } from "#app/lib/after-awake.ts";
import { isDigestKeyKnown } from "#app/lib/keyed-digest.server.ts";
import { log } from "#app/log.server.ts";

let loading: Promise<void> | undefined;

/**
 * Whether this process knows what it reads deliveries by, once it has asked for it: the key of the installation, without
 * which a call without an id gets one that no other process would give it, and the field maps. Otherwise a delivery must
 * wait in the spool, from where it is read anew.
 */
export async function awaitReadingRules(): Promise<boolean> {
  if (isDigestKeyKnown() && areFieldMapsFresh()) return true;
  loading ??= load().finally(() => {
    loading = undefined;
  });
  await loading;
  return isDigestKeyKnown() && areFieldMapsKnown();
}

async function load(): Promise<void> {
  const away = Promise.withResolvers<void>();
  const stopListening = onDatabaseAway(away.resolve);
  const forget = afterAwake(env().DATABASE_PATIENCE_SECONDS * 1000, noteDatabaseAway);
  try {
    await Promise.race([pool().then(ask), away.promise]);
  } catch (error) {
    if (isDatabaseAway(error)) noteDatabaseAway();
    else if (!isDatabaseUnready(error))
      log().error({ err: error }, "the key of digests and the field maps could not be read");
  } finally {
    forget();
    stopListening();
  }
}

async function ask(db: Database): Promise<void> {
  await loadDigestKey(db);
  await refreshFieldMaps(db);
}
