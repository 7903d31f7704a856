import type { LedgerDifference } from "#app/db/ledger/differences.server.ts";
import type { LedgerWindow } from "#app/db/ledger/windows.server.ts";
import { type BothSides, countSign } from "#app/lib/count-sign.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";

/** The states of an hour: what they are called, and how they look. */
export const windowStates = {
  equal: { label: "Equal", tone: "ok", meaning: "Convoso and the portal have the same calls" },
  differs: { label: "Differs", tone: "bad", meaning: "Calls are missing or differ" },
  accepted: { label: "Accepted", tone: "info", meaning: "All differences were accepted" },
  "could not ask": { label: "Request failed", tone: "warn", meaning: "Convoso did not answer, or refused the request" },
  "not comparable": { label: "Not comparable", tone: "warn", meaning: "Convoso did not return the calls of this hour" },
  "not asked": { label: "Not compared yet", tone: "muted", meaning: "The worker has not requested this hour yet" },
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
  missing_here: { label: "Missing in the portal", tone: "bad" },
  differs: { label: "Differs", tone: "warn" },
  missing_there: { label: "Missing at Convoso", tone: "muted" },
} as const satisfies Record<LedgerDifference["kind"], { label: string; tone: Tone }>;

/** The states of a difference, in the order of filters. */
export const differenceStates = {
  open: { label: "Open", tone: "warn" },
  accepted: { label: "Accepted", tone: "info" },
  fixed: { label: "Fixed", tone: "ok" },
  gone: { label: "Resolved", tone: "muted" },
} as const satisfies Record<LedgerDifference["state"], { label: string; tone: Tone }>;

/** "Convoso 1,204 = portal 1,204"; a dash for a number that nobody knows. */
export function BothCounts({ there, here, isEqual }: BothSides) {
  const written = (count: number | null) => (count === null ? "–" : formatNumber(count));
  return (
    <span className="whitespace-nowrap">
      Convoso {written(there)} <span aria-hidden="true">{countSign({ there, here, isEqual })}</span> portal{" "}
      {written(here)}
    </span>
  );
}

/** Both counts of an hour. */
export function WindowCounts({ window }: { window: Pick<LedgerWindow, "state" | "calls_there" | "calls_here"> }) {
  return <BothCounts there={window.calls_there} here={window.calls_here} isEqual={window.state === "equal"} />;
}
