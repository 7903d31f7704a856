import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Card } from "#app/ui/card.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { EventsTable } from "#app/ui/events-table.tsx";
import { LiveState } from "#app/ui/live-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { AttentionCard } from "./attention-card.tsx";
import { AuditCard } from "./audit-card.tsx";
import { EndpointsCard } from "./endpoints-card.tsx";
import { HealthCard } from "./health-card.tsx";
import { readFigures } from "./read-figures.server.ts";
import { RecordingsCard } from "./recordings-card.tsx";
import { Stats } from "./stats.tsx";

export const meta: MetaFunction = () => [{ title: "Overview · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const health = await getHealth();
  const read = health.ok ? await orUnavailable(readFigures()) : null;
  const figures = read && { ...read, events: read.events.map(shown.event), audit: read.audit.map(shown.act) };
  const settings = portalSettings(request);
  return { health, figures, settings, urls: webhookUrls(settings.origin) };
}

export default function Overview() {
  const { health, figures, settings, urls } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Overview" description="The state of the system, and what needs a look.">
        <LiveState live={useLive()} />
      </PageHeader>
      <div className="grid gap-4">
        {health.ok && figures !== null && <Stats totals={health.stats} figures={figures} />}
        <div className="grid gap-4 lg:grid-cols-2">
          <AttentionCard health={health} figures={figures} settings={settings} />
          <div className="grid gap-4 sm:grid-cols-2">
            <HealthCard health={health} upkeep={figures?.upkeep ?? null} />
            <RecordingsCard figures={figures} />
          </div>
        </div>
        <EndpointsCard urls={urls} />
        {figures !== null && (
          <Card
            title="Latest deliveries"
            action={<TextLink to="/admin/super/webhook-logs">All deliveries</TextLink>}
            flush
          >
            {figures.events.length > 0 ? (
              <EventsTable caption="The latest deliveries" events={figures.events} />
            ) : (
              <EmptyState title="Nothing has arrived yet">
                Enter the addresses above in Convoso, or send a sample from{" "}
                <TextLink to="/admin/super/test-tools">Test Tools</TextLink>.
              </EmptyState>
            )}
          </Card>
        )}
        {figures !== null && <AuditCard entries={figures.audit} />}
      </div>
    </>
  );
}
