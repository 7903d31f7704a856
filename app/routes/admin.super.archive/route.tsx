import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { pauseArchive, resumeArchive } from "#app/features/archive/pause-archive.server.ts";
import { readProgress } from "#app/features/archive/read-progress.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { PageHeader } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { LiveState } from "#app/ui/live.tsx";
import { useLive } from "#app/ui/use-live.ts";
import { ProgressCard } from "./progress-card.tsx";
import { StandingNotice } from "./standing-notice.tsx";
import { StuckCard } from "./stuck-card.tsx";

export const meta: MetaFunction = () => [{ title: "Archive · Convoso portal" }];

/** A pace changes also while nothing is copied. */
const LOOK_AGAIN_MS = 60_000;

export const loader = /* @__PURE__ */ adminLoader("operator", ({ db }) => readProgress(db, new Date()));

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
  const { standing, state, stuck, counts } = progress;
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
        {Object.keys(counts).length > 0 && <StuckCard stuck={stuck} />}
      </div>
    </>
  );
}
