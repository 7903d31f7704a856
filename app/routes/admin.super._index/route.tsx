import type { MetaFunction } from "@remix-run/node";
import { useLoaderData, useLocation } from "@remix-run/react";
import { findLedgerSummary, type LedgerSummary } from "#app/db/ledger/windows.server.ts";
import { describeAct } from "#app/features/audit/describe-act.server.ts";
import { getHealth } from "#app/features/health/get-health.server.ts";
import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { type PortalSettings, portalSettings } from "#app/http/portal-settings.server.ts";
import { rangeQuery } from "#app/http/range-query.server.ts";
import { ledgerLine } from "#app/lib/ledger-line.ts";
import { PageHeader } from "#app/ui/cards.tsx";
import { FindForm } from "#app/ui/find-form.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { type LiveState as LiveStateName, useLive } from "#app/ui/use-live.ts";
import { Activity } from "./activity.tsx";
import { AttentionCard } from "./attention-card.tsx";
import { attentionItems } from "./attention-items.tsx";
import { AuditCard } from "./audit-card.tsx";
import { EndpointsCard } from "./endpoints-card.tsx";
import { HealthCard } from "./health-card.tsx";
import { LatestCard } from "./latest-card.tsx";
import { LedgerCard, type LedgerTile } from "./ledger-card.tsx";
import { RangeBar } from "./range-bar.tsx";
import { readOverview } from "./read-overview.server.ts";
import { RecordingsCard } from "./recordings-card.tsx";
import { WelcomeCard } from "./welcome-card.tsx";

export const meta: MetaFunction = () => [{ title: "Overview · Convoso portal" }];

/** Time alone also changes the page: the current bar ends, and a worker can stop. */
const LOOK_AGAIN_MS = 60_000;

export const loader = /* @__PURE__ */ readingLoader("viewer", async ({ db, shown, request }) => {
  const settings = portalSettings(request);
  const now = new Date();
  const query = rangeQuery(request, settings.timeZone, now);
  const reading = Promise.all([readOverview(db, query, settings, now), findLedgerSummary(db)]);
  reading.catch(() => {}); // if the database is unreachable, the health card says so
  const health = await getHealth();
  const [read, summary] = health.ok ? await reading : [null, null];
  const ledger = summary && shown.labels(tileOf(summary, settings, now));
  const overview = read && {
    ...read,
    dispositions: shown.labels(read.dispositions),
    campaigns: shown.labels(read.campaigns),
    agents: shown.labels(read.agents),
    attention: shown.labels(read.attention),
    events: read.events.map(shown.event),
    audit: read.audit.map(shown.act).map(describeAct),
  };
  const { searchParams } = new URL(request.url);
  const typed = { from: searchParams.get("from"), to: searchParams.get("to") };
  return { health, overview, ledger, query, typed, settings, urls: webhookUrls(settings.origin) };
});

function tileOf(summary: LedgerSummary, { hasAuthToken, timeZone, hours }: PortalSettings, now: Date): LedgerTile {
  const line = ledgerLine(summary, { hasToken: hasAuthToken, timeZone, hours, now });
  return { line, failure: hasAuthToken && summary.since !== null ? summary.last_reason : null };
}

export default function Overview() {
  const { health, overview, ledger, query, typed, settings, urls } = useLoaderData<typeof loader>();
  const live = useLive({ atLeastEveryMs: LOOK_AGAIN_MS });
  const { search } = useLocation();
  const items = attentionItems(health, overview, settings);
  const isFresh = overview?.totals.deliveries === 0;
  return (
    <>
      <PageHeader title="Overview" description={<Standing count={items.length} live={live.state} />}>
        <LiveState live={live} />
      </PageHeader>
      {!isFresh && (
        <div className="mb-4">
          <FindForm />
        </div>
      )}
      {!isFresh && (
        <RangeBar
          {...{ query, typed }}
          words={overview?.words ?? null}
          isTestOnly={!query.withTest && overview?.withTest === true}
        />
      )}
      <div className="grid gap-4">
        {isFresh && (
          <WelcomeCard url={urls.call} settings={settings} hasWorker={overview.attention.workers.running > 0} />
        )}
        <Activity
          {...{ overview, query, search }}
          isShown={!isFresh}
          first={
            <>
              <AttentionCard items={items} attention={overview?.attention ?? null} />
              <LedgerCard ledger={ledger} />
            </>
          }
          rest={
            <>
              <HealthCard
                health={health}
                poolSize={settings.poolSize}
                workers={overview?.attention.workers ?? null}
                live={live.state}
                ownsTables={overview?.attention.owns_tables ?? null}
              />
              <RecordingsCard totals={overview?.totals ?? null} />
            </>
          }
        />
        <EndpointsCard urls={urls} />
        {overview !== null && !isFresh && <LatestCard key={search} events={overview.events} />}
        {overview !== null && <AuditCard entries={overview.audit} />}
      </div>
    </>
  );
}

/** Always one line, so that nothing below it moves. */
function Standing({ count, live }: { count: number; live: LiveStateName }) {
  if (live === "lost") return "The portal cannot be reached.";
  if (live === "away") return "The database cannot be reached.";
  if (count === 0) return "Everything is in order.";
  return (
    <a href="#attention" className="underline decoration-line-strong underline-offset-4 hover:text-ink">
      {count === 1 ? "One thing needs" : `${count} things need`} attention
    </a>
  );
}
