import { env } from "#app/env.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import type { Hours } from "#app/lib/format-time.ts";

/** What the portal's pages say about the configuration; never a secret itself. */
export type PortalSettings = {
  /** Where this portal is reached, such as "https://your-domain.com": as set, else as asked. */
  origin: string;
  /** The zone in which this viewer reads and writes times. */
  timeZone: string;
  /** By which clock this viewer reads times of day. */
  hours: Hours;
  /** The zone of the Convoso account, in which Convoso writes its own times. */
  accountTimeZone: string;
  hasWebhookSecret: boolean;
  hasAuthToken: boolean;
  /** How many connections to the database a process may have in its pool. */
  poolSize: number;
};

export function portalSettings(request: Request): PortalSettings {
  const { PUBLIC_URL, CONVOSO_TIME_ZONE, CONVOSO_WEBHOOK_SECRET, CONVOSO_AUTH_TOKEN, DATABASE_POOL_SIZE } = env();
  const { zone, hours } = readPreferences(request);
  return {
    origin: new URL(PUBLIC_URL ?? request.url).origin,
    timeZone: zone === "account" ? CONVOSO_TIME_ZONE : zone,
    hours,
    accountTimeZone: CONVOSO_TIME_ZONE,
    hasWebhookSecret: CONVOSO_WEBHOOK_SECRET !== undefined,
    hasAuthToken: CONVOSO_AUTH_TOKEN !== undefined,
    poolSize: DATABASE_POOL_SIZE,
  };
}
