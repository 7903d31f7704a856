import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { curlCommand } from "#app/lib/curl-command.ts";

const lead = { first_name: "Test", last_name: "User", phone_number: "555-0123", email: "test@example.com" };
const call = { call_id: "test-123", duration: 120, disposition: "SALE", agent_name: "Test Agent" };

/** The example commands of the guide, with this portal's addresses. */
export function examplesFor({ origin, hasWebhookSecret }: PortalSettings): { label: string; command: string }[] {
  const urls = webhookUrls(origin);
  const example = (label: string, url: string, content: object, indent: number) => ({
    label,
    command: curlCommand({
      url,
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(content, null, indent),
      withSecret: hasWebhookSecret,
    }),
  });
  return [
    example("Test lead", urls.lead, lead, 2),
    example("Test call", urls.call, call, 2),
    example("Echo", urls.echo, { test: "data" }, 0),
  ];
}
