import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { type Arrival, listArrivals } from "#app/db/arrivals.server.ts";
import { pool } from "#app/db/pool.server.ts";
import { listAdaptorFields } from "#app/features/test-tools/list-adaptor-fields.server.ts";
import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { isPrivateOrigin } from "./is-private-origin.ts";
import { WebhookSteps } from "./webhook-steps.tsx";

export const meta: MetaFunction = () => [{ title: "Set up Convoso · Convoso portal" }];

const DAY_MS = 24 * 3600 * 1000;

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  const settings = portalSettings(request);
  const db = await orUnavailable(pool());
  const arrivals = await orUnavailable(listArrivals(db, new Date(Date.now() - DAY_MS)));
  return { settings, urls: webhookUrls(settings.origin), fields: listAdaptorFields(), arrivals };
}

export default function Setup() {
  const { settings, urls, fields, arrivals } = useLoaderData<typeof loader>();
  const { origin, hasWebhookSecret, hasAuthToken } = settings;
  useLive({ kinds: ["deliveries"] });
  return (
    <>
      <PageHeader
        title="Set up Convoso"
        description="What to type into Convoso's Adaptor, Connect and Workflow screens. Each part turns green when its first real delivery arrives."
      />
      <div className="grid gap-4">
        {isPrivateOrigin(origin) && (
          <Notice tone="warn" title={`Convoso cannot reach ${origin}`}>
            That address works on this network only. Set <code className="font-mono text-xs">PUBLIC_URL</code> to the
            address at which the internet reaches this portal, over HTTPS.
          </Notice>
        )}
        <div className="grid items-start gap-4 xl:grid-cols-2">
          {arrivals.map((arrival: Arrival) => (
            <WebhookSteps
              key={arrival.endpoint}
              kind={arrival.endpoint}
              url={urls[arrival.endpoint]}
              fields={fields[arrival.endpoint]}
              hasSecret={hasWebhookSecret}
              arrival={arrival}
            />
          ))}
        </div>
        <Card title="Recordings">
          <p className="text-sm text-ink-soft">
            {hasAuthToken ? (
              <>
                The token is set.{" "}
                <TextLink to="/admin/super/test-tools#connection">Check that Convoso accepts it</TextLink>
              </>
            ) : (
              <>
                In Convoso open API → Authorization Token, and set{" "}
                <code className="font-mono text-xs">CONVOSO_AUTH_TOKEN</code> to one that may read call logs. Until then
                recordings that come with the call are kept, and others cannot be fetched.
              </>
            )}
          </p>
        </Card>
      </div>
    </>
  );
}
