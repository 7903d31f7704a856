import { Badge, type Tone } from "#app/ui/badge.tsx";

/** What can become of a delivery, in the order in which filters offer it. */
export const outcomes = {
  processed: { label: "Processed", tone: "ok", meaning: "Stored and applied" },
  duplicate: { label: "Duplicate", tone: "muted", meaning: "Same content as before: nothing changed" },
  invalid: { label: "Invalid", tone: "warn", meaning: "Could not be read, or held nothing to store" },
  refused: { label: "Refused", tone: "bad", meaning: "Wrong credentials, method or size" },
  failed: { label: "Failed", tone: "bad", meaning: "Our own fault while applying it" },
  echoed: { label: "Echoed", tone: "info", meaning: "A test of the connection: logged, not applied" },
} as const satisfies Record<string, { label: string; tone: Tone; meaning: string }>;

export type Outcome = keyof typeof outcomes;

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { label, tone, meaning } = outcomes[outcome];
  return (
    <Badge tone={tone} title={meaning}>
      {label}
    </Badge>
  );
}
