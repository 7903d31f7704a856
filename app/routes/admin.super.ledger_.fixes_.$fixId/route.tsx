import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countFixResults, findFix } from "#app/db/ledger/ledger-fixes.server.ts";
import { FIXES } from "#app/features/ledger/start-fix.server.ts";
import { resumeRun, stopRun } from "#app/features/runs/start-run.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { RunBadge } from "#app/ui/badges.tsx";
import { PageHeader } from "#app/ui/cards.tsx";
import { ChoiceOfDifferences } from "#app/ui/choice-of-differences.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { StopOrResume } from "#app/ui/runs.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { FixProgress } from "./fix-progress.tsx";

export const meta: MetaFunction = ({ params }) => [{ title: `Fix ${params.fixId} · Convoso portal` }];

const notFound = () => new Response("No fix has this number.", { status: 404 });

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, params }) => {
  const { data: id } = queryField.id.safeParse(params.fixId);
  const fix = id === undefined ? null : await findFix(db, id);
  if (!fix) throw notFound();
  return { fix, results: await countFixResults(db, fix.id) };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, params }) => {
  const { data: id } = queryField.id.safeParse(params.fixId);
  if (id === undefined) throw notFound();
  const isResuming = form.get("intent") === "resume";
  const isDone = await (isResuming ? resumeRun : stopRun)(db, FIXES, id, admin);
  const to = `/admin/super/ledger/fixes/${id}`;
  if (!isDone) return redirectSaying(request, to, "The fix had already ended", { tone: "info" });
  return redirectSaying(request, to, isResuming ? "Fix resumed" : "Fix stopped");
});

export default function FixPage() {
  const { fix, results } = useLoaderData<typeof loader>();
  const isRunning = fix.state === "running";
  const live = useLive({ kinds: ["ledger"], isPaused: !isRunning });
  return (
    <>
      <PageHeader
        title={
          <span className="flex flex-wrap items-center gap-2">
            Fix {fix.id} <RunBadge state={fix.state} />
          </span>
        }
        description={
          <>
            <TextLink to="/admin/super/ledger/fixes">Fixes</TextLink> /{" "}
            <ChoiceOfDifferences query={fix.query} count={fix.differences} />
          </>
        }
      >
        {isRunning && <LiveState live={live} />}
        <StopOrResume state={fix.state} />
      </PageHeader>
      <FixProgress fix={fix} results={results} />
    </>
  );
}
