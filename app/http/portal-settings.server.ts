import { env } from "#app/env.server.ts";

/** What the portal's pages say about the configuration; never a secret itself. */
export type PortalSettings = {
  /** Where this portal is reached, such as "https://your-domain.com": as set, else as asked. */
  origin: string;
  timeZone: string;
  hasWebhookSecret: boolean;
  hasAuthToken: boolean;
};

export function portalSettings(request: Request): PortalSettings {
  const { PUBLIC_URL, CONVOSO_TIME_ZONE, CONVOSO_WEBHOOK_SECRET, CONVOSO_AUTH_TOKEN } = env();
  return {
    origin: new URL(PUBLIC_URL ?? request.url).origin,
    timeZone: CONVOSO_TIME_ZONE,
    hasWebhookSecret: CONVOSO_WEBHOOK_SECRET !== undefined,
    hasAuthToken: CONVOSO_AUTH_TOKEN !== undefined,
  };
}
