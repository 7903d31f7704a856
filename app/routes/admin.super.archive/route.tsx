import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { listStuckCalls, StuckState } from "#app/db/archive/stuck-recordings.server.ts";
import { PAGE_SIZE } from "#app/db/lists/page.server.ts";
import { pauseArchive, resumeArchive } from "#app/features/archive/pause-archive.server.ts";
import { readProgress } from "#app/features/archive/read-progress.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { GroupCard } from "./group-card.tsx";
import { ProgressCard } from "./progress-card.tsx";
import { StandingNotice } from "./standing-notice.tsx";
import { StuckCard } from "./stuck-card.tsx";

export const meta: MetaFunction = () => [{ title: "Archive · Convoso portal" }];

/** A pace changes also while nothing is copied. */
const LOOK_AGAIN_MS = 60_000;

/** `?stuck=<state>&reason=…`: also the recordings that are stuck for it, after the recording `past`. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const { values } = readQuery(request, {
    stuck: StuckState.optional(),
    reason: queryField.text,
    past: queryField.cursor,
  });
  const group = values.stuck && { state: values.stuck, reason: values.reason ?? null };
  const [progress, calls] = await Promise.all([
    readProgress(db, new Date()),
    group ? listStuckCalls(db, group, values.past, PAGE_SIZE + 1) : [],
  ]);
  const shown = group && { group, calls: calls.slice(0, PAGE_SIZE), hasMore: calls.length > PAGE_SIZE };
  return { ...progress, shown };
});

/** "Pause copying" and "Resume copying". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const intent = form.get("intent");
  if (intent !== "pause" && intent !== "resume") {
    return redirectSaying(request, "/admin/super/archive", "Choose whether to pause or resume copying", {
      tone: "warn",
    });
  }
  const isResuming = intent === "resume";
  const isChanged = await (isResuming ? resumeArchive : pauseArchive)(db, admin);
  const say = (title: string, tone: "ok" | "info") => redirectSaying(request, "/admin/super/archive", title, { tone });
  if (!isChanged) return say(isResuming ? "Copying was not paused" : "Copying was already paused", "info");
  return say(isResuming ? "Copying is resumed" : "Copying is paused", "ok");
});

export default function ArchivePage() {
  const progress = useLoaderData<typeof loader>();
  const { standing, state, stuck, counts, shown } = progress;
  const live = useLive({ kinds: ["recordings"], atLeastEveryMs: LOOK_AGAIN_MS });
  return (
    <>
      <PageHeader
        title="Archive"
        description={
          <>
            Copies of the recordings, because Convoso deletes its own. See also{" "}
            <TextLink to="/admin/super/at-risk">At risk</TextLink> and{" "}
            <TextLink to="/admin/super/storage">Storage</TextLink>.
          </>
        }
      >
        <LiveState live={live} />
        {standing !== "off" && (
          <Form method="post">
            <Button name="intent" value={state.paused_at ? "resume" : "pause"}>
              {state.paused_at ? "Resume copying" : "Pause copying"}
            </Button>
          </Form>
        )}
      </PageHeader>
      <div className="grid gap-4">
        <StandingNotice {...{ standing, state }} />
        <ProgressCard progress={progress} />
        {shown ? <GroupCard {...shown} /> : Object.keys(counts).length > 0 && <StuckCard stuck={stuck} />}
      </div>
    </>
  );
}
