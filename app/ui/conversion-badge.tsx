import { Badge, type Tone } from "#app/ui/badge.tsx";

/** How far a lead has come, in the order in which filters offer it. */
export const conversions = {
  new: { label: "New", tone: "muted" },
  contacted: { label: "Contacted", tone: "info" },
  converted: { label: "Converted", tone: "ok" },
  lost: { label: "Lost", tone: "warn" },
} as const satisfies Record<string, { label: string; tone: Tone }>;

export type Conversion = keyof typeof conversions;

export function ConversionBadge({ conversion }: { conversion: Conversion }) {
  const { label, tone } = conversions[conversion];
  return <Badge tone={tone}>{label}</Badge>;
}
