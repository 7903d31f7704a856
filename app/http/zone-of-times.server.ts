import { env } from "#app/env.server.ts";
import { isTimeZone } from "#app/lib/is-time-zone.ts";

/**
 * The zone in which a link means its times without an offset: the one that it names as `zone`, otherwise the account's.
 * Not the viewer's: a link that is passed on must show the same rows to everybody.
 */
export function zoneOfTimes(request: Request): string {
  const zone = new URL(request.url).searchParams.get("zone") ?? "";
  return isTimeZone(zone) ? zone : env().CONVOSO_TIME_ZONE;
}
