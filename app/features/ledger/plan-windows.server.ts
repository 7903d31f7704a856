import { accountHours, type Span, startOfAccountDay } from "#app/convoso/account-hours.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { findEdges, hasOtherZone, insertWindows, replaceWindows } from "#app/db/ledger/window-queue.server.ts";
import { env } from "#app/env.server.ts";

/**
 * Adds to the ledger the hours that ended since, and those of the days that it is to begin before. Where the account's zone
 * was set again, all its hours are to be asked again.
 */
export async function planWindows(
  db: Database,
  now: Date,
  backfillDays = env().LEDGER_BACKFILL_DAYS,
  timeZone = env().CONVOSO_TIME_ZONE,
): Promise<number> {
  const begin = startOfAccountDay(now, backfillDays, timeZone);
  if (await hasOtherZone(db, timeZone)) {
    await db.transaction(async (transaction) => {
      const { first } = await findEdges(transaction);
      await replaceWindows(transaction, hoursOf({ startsAt: first ?? begin, endsAt: now }, timeZone), timeZone);
    });
  }
  const { first, last } = await findEdges(db);
  const spans: Span[] = first && last ? [{ startsAt: last, endsAt: now }] : [{ startsAt: begin, endsAt: now }];
  if (first && begin < first) spans.push({ startsAt: begin, endsAt: first });
  let added = 0;
  for (const span of spans) added += await insertWindows(db, hoursOf(span, timeZone));
  return added;
}

function hoursOf(span: Span, timeZone: string) {
  const [firstCheck = 0] = env().LEDGER_CHECK_SECONDS;
  return accountHours(span, timeZone).map((hour) => ({
    ...hour,
    nextAskAt: new Date(hour.endsAt.getTime() + firstCheck * 1000),
  }));
}
