import { Badge, type Tone } from "#app/ui/badge.tsx";

/** Where the recording of a call stands, in the order in which filters offer it. */
export const recordingStates = {
  found: { label: "Has recording", tone: "ok" },
  waiting: { label: "Waiting", tone: "info" },
  gave_up: { label: "Gave up", tone: "warn" },
  absent: { label: "Not recorded", tone: "muted" },
  blocked: { label: "Blocked", tone: "bad" },
  none: { label: "No recording", tone: "muted" },
} as const satisfies Record<string, { label: string; tone: Tone }>;

export type RecordingState = keyof typeof recordingStates;

export function RecordingBadge({ state }: { state: RecordingState }) {
  const { label, tone } = recordingStates[state];
  return <Badge tone={tone}>{label}</Badge>;
}
