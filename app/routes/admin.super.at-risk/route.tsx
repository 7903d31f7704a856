import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import type { AtRisk } from "#app/db/keeping/at-risk.server.ts";
import { fetchAtRisk } from "#app/features/keeping/fetch-at-risk.server.ts";
import { readAtRisk } from "#app/features/keeping/read-at-risk.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import { ARCHIVE_STATES } from "#app/lib/archive-states.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badges.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

export const meta: MetaFunction = () => [{ title: "At risk · Convoso portal" }];

const SHOWN = 100;
const SOON_DAYS = 14;

export const loader = /* @__PURE__ */ adminLoader("operator", ({ db }) => readAtRisk(db, SHOWN));

/** "Copy all now". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, request }) => {
  const count = await fetchAtRisk(db, admin);
  return redirectSaying(request, "/admin/super/at-risk", "Copying has started", {
    text: `${formatNumber(count)} failed copies are tried again first, then the rest.`,
  });
});

const columns: Column<AtRisk>[] = [
  {
    header: "Days left",
    cell: ({ days_left: days }) => (
      <Badge tone={days <= SOON_DAYS ? "bad" : days <= 2 * SOON_DAYS ? "warn" : "muted"}>
        {days === 0 ? "less than 1" : formatNumber(days)}
      </Badge>
    ),
  },
  { header: "Call", cell: ({ call_id }) => <TextLink to={callPath(call_id)}>{call_id}</TextLink> },
  { header: "When", cell: ({ call_at }) => <Time at={call_at} /> },
  {
    header: "Why it is not in the archive",
    cell: ({ state, reason }) => (reason === null ? ARCHIVE_STATES[state] : archiveReasonSentence(reason)),
  },
];

export default function AtRiskPage() {
  const { rows, counts, lifetimeDays } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="At risk"
        description={
          <>
            Recordings that Convoso still has and the archive does not. Convoso deletes them about{" "}
            {formatNumber(lifetimeDays)} days after the call. See the progress under{" "}
            <TextLink to="/admin/super/archive">Archive</TextLink>.
          </>
        }
      >
        {counts.all > 0 && (
          <Form method="post">
            <Button look="primary">Copy all {formatNumber(counts.all)} now</Button>
          </Form>
        )}
      </PageHeader>
      <Card flush>
        {rows.length > 0 ? (
          <>
            <p className="px-4 py-2.5 text-sm text-ink-soft">
              {counts.soon === 0 ? "None" : formatNumber(counts.soon)} within {SOON_DAYS} days.{" "}
              {formatNumber(counts.waiting)} of {formatNumber(counts.all)} are waiting to be copied.
            </p>
            <DataTable
              caption="Recordings at risk, fewest days left first"
              {...{ columns, rows }}
              rowKey={({ id }) => id}
            />
            {counts.all > rows.length && (
              <p className="border-t border-line px-4 py-2.5 text-center text-xs text-ink-faint">
                The first {formatNumber(rows.length)} of {formatNumber(counts.all)}
              </p>
            )}
          </>
        ) : (
          <EmptyState title="Nothing is at risk">Every recording that Convoso still has is in the archive.</EmptyState>
        )}
      </Card>
    </>
  );
}
