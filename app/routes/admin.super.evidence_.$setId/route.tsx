import { data, type HeadersFunction, type MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countEvidence, findEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { EvidenceBadge } from "#app/ui/badges.tsx";
import { buttonClass } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { ProgressBar } from "#app/ui/runs.tsx";
import { Time } from "#app/ui/time.tsx";
import { useLive } from "#app/ui/use-live.ts";

export const meta: MetaFunction = () => [{ title: "Evidence · Convoso portal" }];

/** While the worker is busy the page refreshes automatically: without JavaScript by this header. */
export const headers: HeadersFunction = ({ loaderHeaders }) => loaderHeaders;
const REFRESH = { Refresh: "2" };
const LOOK_AGAIN_MS = 5_000;

export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, params }) => {
  const { data: id } = queryField.id.safeParse(params.setId);
  const set = id === undefined ? null : await findEvidence(db, id);
  if (!set) throw new Response("There is no such set.", { status: 404 });
  const counts = await countEvidence(db, set.id);
  return data({ set, counts }, { headers: set.state === "preparing" ? REFRESH : {} });
});

export default function EvidencePage() {
  const { set, counts } = useLoaderData<typeof loader>();
  useLive({ kinds: ["recordings"], isPaused: set.state !== "preparing", atLeastEveryMs: LOOK_AGAIN_MS });
  const done = set.recordings - counts.left;
  const left = counts.missing + counts.changed + counts.away;
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Set {set.id} <EvidenceBadge state={set.state} />
          </span>
        }
        description={<TextLink to="/admin/super/evidence">Evidence</TextLink>}
      >
        {set.state === "ready" && counts.verified > 0 && (
          // A download is no page: the browser's own link gets it.
          <a className={buttonClass("primary")} href={`/admin/super/evidence/${set.id}/zip`}>
            Download zip, {formatBytes(counts.bytes)}
          </a>
        )}
      </PageHeader>
      <div className="grid max-w-3xl gap-4">
        {set.state === "preparing" && (
          <Card title="Comparing">
            <div className="grid gap-3 text-sm" role="status">
              <ProgressBar aria-label="Recordings compared" value={done} max={set.recordings} />
              <p>
                {formatNumber(done)} of {formatNumber(set.recordings)} recordings are read and compared. You can leave
                this page.
              </p>
            </div>
          </Card>
        )}
        {left > 0 && (
          <Notice tone="bad" title={`${formatNumber(left)} of ${formatNumber(set.recordings)} are left out`}>
            {formatNumber(counts.missing)} are not in the archive, {formatNumber(counts.changed)} were changed, and of{" "}
            {formatNumber(counts.away)} the store is not in the settings. The zip lists them in left-out.csv.
          </Notice>
        )}
        <Card title="Set">
          <Facts
            facts={{
              For: set.reason,
              Requested: <Time at={set.created_at} show="both" />,
              By: set.created_by,
              Search: set.query !== null && (
                <TextLink to={`/admin/super/calls?${set.query}`}>{queryWords(set.query) || "All calls"}</TextLink>
              ),
              Recordings: formatNumber(set.recordings),
              Compared: set.state !== "ended" && `${formatNumber(counts.verified)}, ${formatBytes(counts.bytes)}`,
              Deliveries: set.with_deliveries ? "included" : "not included",
              Ready: set.ready_at && <Time at={set.ready_at} show="both" />,
              [set.state === "ended" ? "Ended" : "Can be downloaded until"]: set.ends_at && (
                <Time at={set.ends_at} show="both" />
              ),
            }}
          />
        </Card>
      </div>
    </>
  );
}
