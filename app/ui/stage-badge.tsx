import type { Stage } from "#app/db/dispositions.server.ts";
import { Badge, type Tone } from "#app/ui/badge.tsx";

/** What a disposition may mean for the lead, in the order in which forms offer it. */
export const stages = {
  not_contacted: { label: "Nobody reached", tone: "muted" },
  contacted: { label: "Contacted", tone: "info" },
  converted: { label: "Converted", tone: "ok" },
  lost: { label: "Lost", tone: "warn" },
} as const satisfies Record<Stage, { label: string; tone: Tone }>;

export function StageBadge({ stage }: { stage: Stage }) {
  const { label, tone } = stages[stage];
  return <Badge tone={tone}>{label}</Badge>;
}
