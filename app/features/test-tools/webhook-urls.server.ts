import { WEBHOOK_PATHS } from "#app/features/test-tools/send-test-delivery.server.ts";

export type WebhookUrls = Record<keyof typeof WEBHOOK_PATHS, string>;

/** The webhooks' full addresses at `origin`, such as "https://your-domain.com". */
export function webhookUrls(origin: string): WebhookUrls {
  const { lead, call, echo } = WEBHOOK_PATHS;
  return { lead: origin + lead, call: origin + call, echo: origin + echo };
}
