import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import type { Figures } from "./read-figures.server.ts";

/** What is wrong with the background work, each with a key of its own. */
export function upkeepItems({ has_worker, last_beat_at, failed_jobs, dead_events }: Figures["upkeep"]) {
  const worker = {
    key: "worker",
    tone: "bad" as const,
    mark: "No worker",
    text: (
      <>
        No worker is running: recordings are not looked for.{" "}
        {last_beat_at === null ? "None was ever seen." : <Seen at={last_beat_at} />}
      </>
    ),
  };
  const jobs = {
    key: "failed jobs",
    tone: "bad" as const,
    mark: String(failed_jobs),
    text: (
      <TextLink to="/admin/super/failed-jobs">
        {failed_jobs === 1 ? "job used up its tries" : "jobs used up their tries"}
      </TextLink>
    ),
  };
  const events = {
    key: "dead events",
    tone: "bad" as const,
    mark: String(dead_events),
    text: (
      <TextLink to="/admin/super/webhook-logs?outcome=failed">
        {dead_events === 1
          ? "failed delivery is not tried again by itself"
          : "failed deliveries are not tried again by themselves"}
      </TextLink>
    ),
  };
  return [...(has_worker ? [] : [worker]), ...(failed_jobs > 0 ? [jobs] : []), ...(dead_events > 0 ? [events] : [])];
}

function Seen({ at }: { at: Date }) {
  return (
    <>
      The last one was seen <Time at={at} show="relative" />.
    </>
  );
}
