import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useContext } from "react";
import type { Database } from "#app/db/connection/pool.server.ts";
import { countDifferences, listDifferences } from "#app/db/ledger/differences.server.ts";
import { findLedgerSummary } from "#app/db/ledger/windows.server.ts";
import { askAgain } from "#app/features/ledger/ask-again.server.ts";
import { fixDifference } from "#app/features/ledger/settle-differences.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { ledgerQuery } from "#app/http/ledger-query.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { FIX_WORDS } from "#app/lib/ledger-labels.ts";
import { type LedgerPart, ledgerLine } from "#app/lib/ledger-line.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { ExportLinks } from "#app/ui/export-links.tsx";
import { FilterBar } from "#app/ui/filter-bar.tsx";
import { LedgerLine } from "#app/ui/ledger-line.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { matchWords } from "#app/ui/match-words.ts";
import { NeedsRole, ViewerRole } from "#app/ui/roles.tsx";
import { Pager } from "#app/ui/tables.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { DifferenceFilters } from "./difference-filters.tsx";
import { DifferencesTable } from "./differences-table.tsx";
import { HoursTable } from "./hours-table.tsx";
import { readSpan } from "./read-span.server.ts";
import { CHOOSING, SettleBar } from "./settle-bar.tsx";
import { WindowFacts } from "./window-facts.tsx";

export const meta: MetaFunction = () => [{ title: "Differences · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, shown, request }) => {
  const { filter, day, hour, asked, ignored } = ledgerQuery(request);
  const { accountTimeZone: zone, hours } = portalSettings(request);
  const [page, counts, span] = await Promise.all([
    listDifferences(db, filter, asked),
    countDifferences(db, filter),
    readSpan(db, { day, hour, zone, hours }),
  ]);
  const { kind, state, field, callId, fix } = filter;
  return {
    ...page,
    line: shown.labels(page.rows.length > 0 ? [] : await tellLedger(db, request)),
    rows: page.rows.map(shown.difference),
    matches: { count: counts.reduce((sum, { count }) => sum + count, 0), isExact: true },
    span: shown.labels(span),
    zone,
    ignored,
    isFiltered: [kind, state, field, callId, fix].some((value) => value !== undefined),
  };
});

/** What the ledger knows in all, for a list that shows nothing. */
async function tellLedger(db: Database, request: Request): Promise<LedgerPart[]> {
  const { timeZone, hours, hasAuthToken: hasToken } = portalSettings(request);
  return ledgerLine(await findLedgerSummary(db), { hasToken, timeZone, hours, now: new Date() });
}

/** Fixes one difference at once, or has the hours of the page compared again. */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const { search, pathname } = new URL(request.url);
  const here = `${pathname}${search}`;
  if (form.get("intent") === "ask") {
    const { from, to } = ledgerQuery(request).filter;
    const hours = from && to ? await askAgain(db, { from, to }, admin) : 0;
    const title = hours === 1 ? "1 hour is compared again" : `${formatNumber(hours)} hours are compared again`;
    return redirectSaying(request, here, title, { tone: "info" });
  }
  const { data: id } = queryField.id.safeParse(form.get("difference"));
  const { title, tone } = FIX_WORDS[id === undefined ? "settled" : await fixDifference(db, id, admin)];
  return redirectSaying(request, here, title, { tone });
});

export default function Differences() {
  const maySettle = isAtLeast(useContext(ViewerRole), "operator");
  const { rows, line, newer, older, matches, span, zone, ignored, isFiltered } = useLoaderData<typeof loader>();
  useLive({ kinds: ["ledger"] });
  return (
    <>
      <PageHeader
        title={span.kind === "all" ? "Differences" : span.words}
        description={
          <>
            <TextLink to={span.kind === "all" ? "/admin/super/ledger" : `/admin/super/ledger?until=${span.day}`}>
              Ledger
            </TextLink>
            {span.kind === "hour" && (
              <>
                {" / "}
                <TextLink to={`?day=${span.day}`}>The whole day</TextLink>
              </>
            )}
            {span.kind !== "all" && ` · times of ${zone}`} · Fix takes Convoso's values. Accept keeps the portal's.
          </>
        }
      >
        {span.kind !== "all" && (
          <NeedsRole atLeast="operator">
            <Form method="post" preventScrollReset>
              <Button name="intent" value="ask">
                Compare again
              </Button>
            </Form>
          </NeedsRole>
        )}
        <ExportLinks list="ledger" found={matchWords({ matches, one: "difference", many: "differences" })} />
      </PageHeader>
      {span.kind === "hour" && <WindowFacts window={span.window} />}
      {span.kind === "day" && (
        <Card title="Hours" flush className="mb-4">
          {span.hours.length > 0 ? (
            <HoursTable hours={span.hours} />
          ) : (
            <EmptyState title="This day is not compared yet">
              The worker compares hour by hour, latest first.
            </EmptyState>
          )}
        </Card>
      )}
      <FilterBar label="Filter differences" ignored={ignored} isFiltered={isFiltered}>
        <DifferenceFilters />
      </FilterBar>
      {rows.length > 0 && <SettleBar />}
      <Card title="Differences" flush>
        {rows.length > 0 ? (
          <DifferencesTable differences={rows} choosing={maySettle ? CHOOSING : undefined} />
        ) : (
          <EmptyState title={isFiltered ? "No difference matches" : "No difference was found"}>
            <LedgerLine parts={line} />
          </EmptyState>
        )}
        <Pager
          newer={newer}
          older={older}
          label="Pages of differences"
          total={{ matches, one: "difference", many: "differences" }}
        />
      </Card>
    </>
  );
}
