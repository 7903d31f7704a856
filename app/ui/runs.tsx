import { Form } from "@remix-run/react";
import type { ComponentProps } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { Button } from "#app/ui/buttons.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";

type Run = { created_at: Date; created_by: string; ended_at: Date | null; ended_by: string | null };

/** The facts of work that somebody started: when it started and ended, and by whom. */
export const runFacts = ({ created_at, created_by, ended_at, ended_by }: Run) => ({
  Started: (
    <>
      <Time at={created_at} show="both" /> by {created_by}
    </>
  ),
  Ended: ended_at && (
    <>
      <Time at={ended_at} show="both" />
      {ended_by && ` by ${ended_by}`}
    </>
  ),
});

/** A button that stops running work or resumes stopped work; nothing when it is finished. */
export function StopOrResume({ state }: { state: "running" | "stopped" | "finished" }) {
  if (state === "finished") return null;
  const isRunning = state === "running";
  return (
    <Form method="post">
      <Button name="intent" value={isRunning ? "stop" : "resume"}>
        {isRunning ? "Stop" : "Resume"}
      </Button>
    </Form>
  );
}

const BAR = `h-2 w-full appearance-none overflow-hidden rounded-full bg-muted-wash [&::-moz-progress-bar]:bg-accent
  [&::-webkit-progress-bar]:bg-muted-wash [&::-webkit-progress-value]:bg-accent`;

/** How far work is; without a value, that it is under way. */
export function ProgressBar(props: ComponentProps<"progress">) {
  return <progress className={BAR} {...props} />;
}

/** For a page whose progress a script keeps fresh: what to do without JavaScript. */
export function ReloadHint({ className }: { className?: string }) {
  return (
    <noscript>
      <p className={classNames("text-sm", className)}>
        <TextLink to="">Reload the page</TextLink> to see the progress.
      </p>
    </noscript>
  );
}
