import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useLoaderData, useNavigation } from "@remix-run/react";
import { MOST_CHOSEN } from "#app/db/calls/chosen-calls.server.ts";
import { countChosen } from "#app/db/recordings/recording-fetches.server.ts";
import { startFetch } from "#app/features/recordings/start-fetch.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { fetchQuery } from "#app/http/fetch-query.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RecordingBadge } from "#app/ui/badges.tsx";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { FetchName } from "#app/ui/fetch-name.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { DataTable } from "#app/ui/tables.tsx";

export const meta: MetaFunction = () => [{ title: "Fetch again · Convoso portal" }];

/** Counts the calls; nothing is asked yet. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const asked = fetchQuery(request);
  const { hasAuthToken } = portalSettings(request);
  if (!asked) return { asked: null, total: 0, most: MOST_CHOSEN, states: [], hasAuthToken };
  const states = await countChosen(db, asked.chosen);
  const total = states.reduce((sum, { count }) => sum + count, 0);
  const { query, back } = asked;
  return { asked: { query, back }, total, most: MOST_CHOSEN, states, hasAuthToken };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, request }) => {
  const asked = fetchQuery(request);
  const id = asked && (await startFetch(db, asked, admin));
  if (!asked || id === null)
    return redirectSaying(request, "/admin/super/calls", "No call was chosen", { tone: "info" });
  return redirect(`/admin/super/fetches/${id}?${new URLSearchParams({ back: asked.back })}`);
});

export default function NewFetch() {
  const { asked, total, most, states, hasAuthToken } = useLoaderData<typeof loader>();
  const isBusy = useNavigation().state === "submitting";
  const list = `/admin/super/calls${asked?.back ? `?${asked.back}` : ""}`;
  const path = <TextLink to={list}>Calls</TextLink>;
  if (!asked || total === 0) {
    return (
      <>
        <PageHeader title="Fetch recordings again" description={path} />
        <Card flush>
          <EmptyState title="No call is chosen">
            Choose calls in <TextLink to={list}>the list</TextLink>, or change its filter so that it shows some. A
            filter that is not understood chooses none.
          </EmptyState>
        </Card>
      </>
    );
  }
  const isMore = total > most;
  const fetched = formatNumber(Math.min(total, most));
  return (
    <>
      <PageHeader
        title="Fetch recordings again"
        description={
          <>
            {path} / <FetchName fetch={{ query: asked.query, calls: total }} />
          </>
        }
      />
      <Card
        title={isMore ? `More than ${fetched} calls` : total === 1 ? "One call" : `${fetched} calls`}
        className="mb-4"
      >
        <div className="grid gap-3 text-sm">
          {!hasAuthToken && (
            <Notice tone="warn" title="No connection to Convoso">
              Set <code className="font-mono text-xs">CONVOSO_AUTH_TOKEN</code> and restart. The fetch waits for it.
            </Notice>
          )}
          <p>
            The worker asks Convoso once for the recording of each call{isMore && `, for the latest ${fetched}`}. A call
            keeps its link until Convoso returns another one that works. If Convoso returns the same link, the portal
            checks it.
          </p>
          <div className="flex flex-wrap gap-2">
            <Form method="post">
              <Button look="primary" disabled={isBusy}>
                {total === 1 ? "Fetch 1 recording" : `Fetch ${fetched} recordings`}
              </Button>
            </Form>
            <LinkButton to={list} look="quiet">
              Cancel
            </LinkButton>
          </div>
        </div>
      </Card>
      <Card title="Their recordings now" flush>
        <DataTable
          caption="The chosen calls by the state of their recording"
          columns={[
            { header: "Recording", cell: ({ state }) => <RecordingBadge state={state} /> },
            { header: "Calls", align: "end", cell: ({ count }) => formatNumber(count) },
          ]}
          rows={[...states]}
          rowKey={({ state }) => state}
        />
      </Card>
    </>
  );
}
