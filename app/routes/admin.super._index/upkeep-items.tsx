import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";
import type { Figures } from "./read-figures.server.ts";

/** What is wrong with the background work, each with a key of its own. */
export function upkeepItems(upkeep: Figures["upkeep"]) {
  const { has_worker, last_beat_at, failed_jobs, dead_events, flooding_sources } = upkeep;
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
  const flood = {
    key: "flood",
    tone: "warn" as const,
    mark: String(flooding_sources),
    text: (
      <>
        <TextLink to="/admin/super/webhook-logs?since=24h&outcome=refused">
          {flooding_sources === 1 ? "source sent too much" : "sources sent too much"}
        </TextLink>{" "}
        in the last 24 hours and was told to wait. If it is yours, name it in{" "}
        <code className="font-mono text-xs">CONVOSO_SOURCE_RANGES</code>.
      </>
    ),
  };
  return [
    ...(has_worker ? [] : [worker]),
    ...(failed_jobs > 0 ? [jobs] : []),
    ...(dead_events > 0 ? [events] : []),
    ...(flooding_sources > 0 ? [flood] : []),
  ];
}

function Seen({ at }: { at: Date }) {
  return (
    <>
      The last one was seen <Time at={at} show="relative" />.
    </>
  );
}
