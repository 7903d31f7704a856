import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { rangeQuery } from "#app/http/range-query.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { LiveState } from "#app/ui/live-state.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { Activity } from "./activity.tsx";
import { AttentionCard } from "./attention-card.tsx";
import { attentionItems } from "./attention-items.tsx";
import { AuditCard } from "./audit-card.tsx";
import { EndpointsCard } from "./endpoints-card.tsx";
import { HealthCard } from "./health-card.tsx";
import { LatestCard } from "./latest-card.tsx";
import { RangeBar } from "./range-bar.tsx";
import { readOverview } from "./read-overview.server.ts";
import { RecordingsCard } from "./recordings-card.tsx";
import { WelcomeCard } from "./welcome-card.tsx";

export const meta: MetaFunction = () => [{ title: "Overview · Convoso portal" }];

/** Without a single change the running bar still ends, and a worker may fall silent. */
const LOOK_AGAIN_MS = 60_000;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const shown = shownTo(await requireAdmin(request, context));
  const settings = portalSettings(request);
  const now = new Date();
  const query = rangeQuery(request, settings.timeZone, now);
  const reading = readOverview(query, settings.timeZone, now);
  reading.catch(() => {}); // where the database is away, the health card says so
  const health = await getHealth();
  const read = health.ok ? await orUnavailable(reading) : null;
  const overview = read && { ...read, events: read.events.map(shown.event), audit: read.audit.map(shown.act) };
  const { searchParams } = new URL(request.url);
  const typed = { from: searchParams.get("from"), to: searchParams.get("to") };
  return { health, overview, query, typed, settings, urls: webhookUrls(settings.origin) };
}

export default function Overview() {
  const { health, overview, query, typed, settings, urls } = useLoaderData<typeof loader>();
  const live = useLive({ atLeastEveryMs: LOOK_AGAIN_MS });
  const { search } = useLocation();
  const items = attentionItems(health, overview?.attention ?? null, settings);
  const isFresh = overview?.totals.deliveries === 0;
  return (
    <>
      <PageHeader title="Overview" description={<Standing count={items.length} />}>
        <LiveState live={live} />
      </PageHeader>
      {!isFresh && (
        <RangeBar
          {...{ query, typed }}
          words={overview?.words ?? null}
          isTestOnly={!query.withTest && overview?.withTest === true}
        />
      )}
      <div className="grid gap-4">
        {isFresh && <WelcomeCard url={urls.call} />}
        <Activity {...{ overview, query, search }} isShown={!isFresh}>
          <AttentionCard items={items} attention={overview?.attention ?? null} />
          <HealthCard health={health} hasWorker={overview?.attention.has_worker ?? null} />
          <RecordingsCard totals={overview?.totals ?? null} />
        </Activity>
        <EndpointsCard urls={urls} />
        {overview !== null && !isFresh && <LatestCard key={search} events={overview.events} />}
        {overview !== null && <AuditCard entries={overview.audit} />}
      </div>
    </>
  );
}

/** One line at the top, whatever there is, so that nothing below it moves. */
function Standing({ count }: { count: number }) {
  if (count === 0) return "Everything is in order.";
  return (
    <a href="#attention" className="underline decoration-line-strong underline-offset-4 hover:text-ink">
      {count === 1 ? "One thing needs" : `${count} things need`} attention
    </a>
  );
}
