import type { LedgerDifference } from "#app/db/ledger/differences.server.ts";
import type { LedgerWindow } from "#app/db/ledger/windows.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";

/** The states of an hour: what they are called, and how they look. */
export const windowStates = {
  equal: { label: "Equal", tone: "ok", meaning: "Convoso and the portal have the same calls" },
  differs: { label: "Differs", tone: "bad", meaning: "Calls are missing or differ" },
  accepted: { label: "Accepted", tone: "info", meaning: "All that differs was accepted" },
  "could not ask": { label: "Could not ask", tone: "warn", meaning: "Convoso did not answer, or refused" },
  "not comparable": { label: "Not comparable", tone: "warn", meaning: "Convoso's answer was not a list of this hour" },
  "not asked": { label: "Not asked yet", tone: "muted", meaning: "The worker has not asked for it yet" },
} as const satisfies Record<LedgerWindow["state"], { label: string; tone: Tone; meaning: string }>;

export function WindowBadge({ state }: Pick<LedgerWindow, "state">) {
  const { label, tone, meaning } = windowStates[state];
  return (
    <Badge tone={tone} title={meaning}>
      {label}
    </Badge>
  );
}

/** The kinds of a difference, in the order of filters. */
export const differenceKinds = {
  missing_here: { label: "Missing here", tone: "bad" },
  differs: { label: "Differs", tone: "warn" },
  missing_there: { label: "Missing at Convoso", tone: "muted" },
} as const satisfies Record<LedgerDifference["kind"], { label: string; tone: Tone }>;

/** The states of a difference, in the order of filters. */
export const differenceStates = {
  open: { label: "Open", tone: "warn" },
  accepted: { label: "Accepted", tone: "info" },
  fixed: { label: "Fixed", tone: "ok" },
  gone: { label: "Gone", tone: "muted" },
} as const satisfies Record<LedgerDifference["state"], { label: string; tone: Tone }>;

/** "Convoso 1,204 = ours 1,204"; a dash for a number that nobody knows. */
export function BothCounts({ there, here }: { there: number | null; here: number | null }) {
  const written = (count: number | null) => (count === null ? "–" : formatNumber(count));
  const sign = there === null || here === null ? "·" : there === here ? "=" : "≠";
  return (
    <span className="whitespace-nowrap">
      Convoso {written(there)} <span aria-hidden="true">{sign}</span> ours {written(here)}
    </span>
  );
}
