import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { type Arrival, listArrivals } from "#app/db/deliveries/arrivals.server.ts";
import { describeSections } from "#app/features/names/describe-sections.server.ts";
import { readNamesLater } from "#app/features/names/read-names.server.ts";
import { checkConnection } from "#app/features/test-tools/check-connection.server.ts";
import { listReceivedFields } from "#app/features/test-tools/list-received-fields.server.ts";
import { showWebhookSecrets } from "#app/features/test-tools/show-webhook-secrets.server.ts";
import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireRole } from "#app/http/require-admin.server.ts";
import { isPrivateOrigin } from "#app/lib/is-private-origin.ts";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { ZoneNotice } from "#app/ui/zone-notice.tsx";
import { ApiCard } from "./api-card.tsx";
import { TunnelNotice } from "./tunnel-notice.tsx";
import { WebhookSteps } from "./webhook-steps.tsx";

export const meta: MetaFunction = () => [{ title: "Set up Convoso · Convoso portal" }];

const DAY_MS = 24 * 3600 * 1000;

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown, request }) => {
  const settings = portalSettings(request);
  const [arrivals, lead, call, { sections, zone }] = await Promise.all([
    listArrivals(db, new Date(Date.now() - DAY_MS)),
    listReceivedFields(db, "lead"),
    listReceivedFields(db, "call"),
    describeSections(db),
  ]);
  return {
    settings,
    urls: webhookUrls(settings.origin),
    received: shown.labels({ lead, call }),
    arrivals,
    sections: shown.labels(sections),
    zone,
  };
});

/** "Check the connection", "Read the names now", and "Show the secret". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const here = "/admin/super/setup#api";
  if (form.get("intent") === "secret") {
    requireRole(admin, "admin");
    return { secrets: await showWebhookSecrets(db, admin) };
  }
  if (form.get("intent") === "names") {
    await readNamesLater(db, admin);
    return redirectSaying(request, here, "Names requested", {
      text: "The worker reads them now. Each section shows when it was last tried.",
      tone: "info",
    });
  }
  const check = await checkConnection(db, admin);
  return check.ok
    ? redirectSaying(request, here, `${check.host} accepts the token`, { text: "Each section was tried." })
    : redirectSaying(request, here, check.message.slice(0, 200), { text: check.advice, tone: "bad" });
});

export default function Setup() {
  const { settings, urls, received, arrivals, sections, zone } = useLoaderData<typeof loader>();
  const { origin, hasWebhookSecret, hasAuthToken } = settings;
  const secrets = useActionData<typeof action>()?.secrets;
  useLive({ kinds: ["deliveries", "names"] });
  return (
    <>
      <PageHeader
        title="Set up Convoso"
        description="What to enter in Convoso's Adaptor, Connect and Workflow screens. Each part turns green when its first real delivery arrives."
      />
      <div className="grid gap-4">
        {isPrivateOrigin(origin) && <TunnelNotice origin={origin} />}
        <ZoneNotice zone={zone} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {arrivals.map((arrival: Arrival) => (
            <WebhookSteps
              key={arrival.endpoint}
              kind={arrival.endpoint}
              url={urls[arrival.endpoint]}
              received={received[arrival.endpoint]}
              hasSecret={hasWebhookSecret}
              secrets={secrets}
              arrival={arrival}
            />
          ))}
        </div>
        <NeedsRole atLeast="operator">
          <Card title="Other names for fields">
            <p className="text-sm text-ink-soft">
              If your account sends fields under other names, map them in the{" "}
              <TextLink to="/admin/super/field-map">field map</TextLink>.
            </p>
          </Card>
        </NeedsRole>
        <ApiCard hasAuthToken={hasAuthToken} sections={sections} />
      </div>
    </>
  );
}
