import { env } from "#app/env.server.ts";
import { WEBHOOK_PATHS } from "#app/features/test-tools/send-test-delivery.server.ts";

/** What the portal's pages say about the configuration; never a secret itself. */
export type PortalSettings = {
  /** The webhooks' full addresses, on the host that is set, else on the one that was asked. */
  webhookUrls: Record<keyof typeof WEBHOOK_PATHS, string>;
  timeZone: string;
  hasWebhookSecret: boolean;
  hasAuthToken: boolean;
};

export function portalSettings(request: Request): PortalSettings {
  const { PUBLIC_URL, CONVOSO_TIME_ZONE, CONVOSO_WEBHOOK_SECRET, CONVOSO_AUTH_TOKEN } = env();
  const urlOf = (path: string) => new URL(path, PUBLIC_URL ?? request.url).href;
  return {
    webhookUrls: {
      lead: urlOf(WEBHOOK_PATHS.lead),
      call: urlOf(WEBHOOK_PATHS.call),
      echo: urlOf(WEBHOOK_PATHS.echo),
    },
    timeZone: CONVOSO_TIME_ZONE,
    hasWebhookSecret: CONVOSO_WEBHOOK_SECRET !== undefined,
    hasAuthToken: CONVOSO_AUTH_TOKEN !== undefined,
  };
}
