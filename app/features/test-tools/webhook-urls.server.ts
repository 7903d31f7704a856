import { ENDPOINT_PATHS, type Endpoint } from "#app/lib/endpoints.ts";

export type WebhookUrls = Record<Endpoint, string>;

/** The webhooks' full addresses at `origin`, such as "https://your-domain.com". */
export function webhookUrls(origin: string): WebhookUrls {
  const { lead, call, echo } = ENDPOINT_PATHS;
  return { lead: origin + lead, call: origin + call, echo: origin + echo };
}
