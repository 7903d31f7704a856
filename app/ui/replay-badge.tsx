import type { Replay } from "#app/db/replays.server.ts";
import { Badge, type Tone } from "#app/ui/badge.tsx";

const states: Record<Replay["state"], { label: string; tone: Tone }> = {
  running: { label: "Running", tone: "info" },
  finished: { label: "Finished", tone: "ok" },
  stopped: { label: "Stopped", tone: "warn" },
};

export function ReplayBadge({ state }: { state: Replay["state"] }) {
  return <Badge tone={states[state].tone}>{states[state].label}</Badge>;
}
