import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findLedgerSummary } from "#app/db/ledger/windows.server.ts";
import { goBack } from "#app/features/ledger/ask-again.server.ts";
import { readCalendar, turnPages } from "#app/features/ledger/read-calendar.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { calendarQuery, DaysBack, MOST_DAYS } from "#app/http/ledger-query.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { ledgerLine } from "#app/lib/ledger-line.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { LedgerLine } from "#app/ui/ledger-line.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { BackfillForm } from "./backfill-form.tsx";
import { Calendar, Legend } from "./calendar.tsx";

export const meta: MetaFunction = () => [{ title: "Ledger · Convoso portal" }];

/** Two weeks. */
const DAYS = 14;
/** Time alone also changes the page: an hour ends. */
const LOOK_AGAIN_MS = 60_000;

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown, request }) => {
  const { accountTimeZone: zone, timeZone, hours, hasAuthToken } = portalSettings(request);
  const { until, today } = calendarQuery(request);
  const now = new Date();
  const [days, summary] = await Promise.all([
    readCalendar(db, { until, days: DAYS, zone, now }),
    findLedgerSummary(db),
  ]);
  return {
    days: shown.labels(days),
    line: shown.labels(ledgerLine(summary, { hasToken: hasAuthToken, timeZone, hours, now })),
    hasAuthToken,
    zone,
    ...turnPages({ days, until, today, first: summary.first, zone }),
    most: MOST_DAYS,
  };
});

/** Has the ledger begin earlier. */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const { data: days } = DaysBack.safeParse(form.get("days"));
  if (days === undefined) return { error: `Enter a number of days from 1 to ${MOST_DAYS}.` };
  const hours = await goBack(db, days, admin);
  const title = hours === 1 ? "1 hour was added" : `${formatNumber(hours)} hours were added`;
  const text = "The worker compares them, the latest first.";
  return redirectSaying(request, "/admin/super/ledger", title, hours === 0 ? { tone: "info" } : { text });
});

export default function Ledger() {
  const { days, line, hasAuthToken, zone, older, newer, most } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const live = useLive({ kinds: ["ledger"], atLeastEveryMs: LOOK_AGAIN_MS });
  return (
    <>
      <PageHeader title="Ledger" description={<LedgerLine parts={line} />}>
        <LiveState live={live} />
        <NeedsRole atLeast="operator">
          <LinkButton to="/admin/super/ledger/fixes">Fixes</LinkButton>
        </NeedsRole>
        <LinkButton to="/admin/super/ledger/differences?state=open">Open differences</LinkButton>
      </PageHeader>
      {!hasAuthToken && (
        <div className="mb-4">
          <Notice tone="warn" title="No connection to Convoso">
            Set <code className="font-mono text-xs">CONVOSO_AUTH_TOKEN</code> to a token that may search call logs, and
            restart. <TextLink to="/admin/super/setup#api">Set up Convoso</TextLink> says which boxes to tick.
          </Notice>
        </div>
      )}
      <Card title="Convoso's call log and ours, hour by hour" flush>
        <p className="px-4 pt-3 text-sm text-ink-soft">
          Hours in {zone}, the time zone of the account. A number is the count of calls that differ. Open a day or an
          hour to see them.<span className="sm:hidden"> Scroll sideways for later hours.</span>
        </p>
        <Calendar days={days} zone={zone} />
        <Legend />
        <nav aria-label="Days" className="flex justify-between gap-2 border-t border-line px-4 py-2.5 empty:hidden">
          {newer !== null && <LinkButton to={`?until=${newer}`}>← Newer days</LinkButton>}
          {older !== null && (
            <LinkButton to={`?until=${older}`} className="ms-auto">
              Older days →
            </LinkButton>
          )}
        </nav>
      </Card>
      {hasAuthToken && (
        <NeedsRole atLeast="operator" toDo="compare earlier days">
          <BackfillForm most={most} error={answer?.error} />
        </NeedsRole>
      )}
    </>
  );
}
