import type { ReactNode } from "react";
import type { Stage } from "#app/db/dispositions/dispositions.server.ts";
import type { Replay } from "#app/db/replays/replays.server.ts";
import { classNames } from "#app/lib/class-names.ts";
import type { Outcome } from "#app/lib/outcomes.ts";
import { RECORDING_STATES, type RecordingState } from "#app/lib/recording-states.ts";

export type Tone = "ok" | "warn" | "bad" | "info" | "muted";

const tones: Record<Tone, string> = {
  ok: "bg-ok-wash text-ok",
  warn: "bg-warn-wash text-warn",
  bad: "bg-bad-wash text-bad",
  info: "bg-info-wash text-info",
  muted: "bg-muted-wash text-muted",
};

/** A short state in words; the colour only repeats what the words say. */
export function Badge({ tone = "muted", title, children }: { tone?: Tone; title?: string; children: ReactNode }) {
  return (
    <span
      title={title}
      className={classNames(
        "inline-flex items-center rounded-sm px-1.5 py-px text-xs font-medium whitespace-nowrap",
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** The outcomes of a delivery, in the order of filters. */
export const outcomes = {
  processed: { label: "Processed", tone: "ok", meaning: "Stored and applied" },
  duplicate: { label: "Duplicate", tone: "muted", meaning: "Same content as before: nothing changed" },
  invalid: { label: "Invalid", tone: "warn", meaning: "Could not be read, or contained nothing to store" },
  refused: { label: "Refused", tone: "bad", meaning: "Wrong credentials, method or size" },
  failed: { label: "Failed", tone: "bad", meaning: "An error on our side while applying it" },
  split: { label: "List", tone: "muted", meaning: "A list: each call or lead in it became its own delivery" },
  echoed: { label: "Echoed", tone: "info", meaning: "A test of the connection: logged, not applied" },
} as const satisfies Record<Outcome, { label: string; tone: Tone; meaning: string }>;

export function OutcomeBadge({ outcome }: { outcome: Outcome }) {
  const { label, tone, meaning } = outcomes[outcome];
  return (
    <Badge tone={tone} title={meaning}>
      {label}
    </Badge>
  );
}

const recordingTones: Record<RecordingState, Tone> = {
  found: "ok",
  playable: "ok",
  failed: "bad",
  waiting: "info",
  gave_up: "warn",
  absent: "muted",
  blocked: "bad",
  none: "muted",
};

export function RecordingBadge({ state }: { state: RecordingState }) {
  return <Badge tone={recordingTones[state]}>{RECORDING_STATES[state]}</Badge>;
}

/** What a disposition can mean for the lead, in the order of forms. */
export const stages = {
  not_contacted: { label: "Not reached", tone: "muted" },
  contacted: { label: "Contacted", tone: "info" },
  converted: { label: "Converted", tone: "ok" },
  lost: { label: "Lost", tone: "warn" },
} as const satisfies Record<Stage, { label: string; tone: Tone }>;

export function StageBadge({ stage }: { stage: Stage }) {
  const { label, tone } = stages[stage];
  return <Badge tone={tone}>{label}</Badge>;
}

/** The stages of a lead, in the order of filters. */
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

const states: Record<Replay["state"], { label: string; tone: Tone }> = {
  running: { label: "Running", tone: "info" },
  finished: { label: "Finished", tone: "ok" },
  stopped: { label: "Stopped", tone: "warn" },
};

export function RunBadge({ state }: { state: Replay["state"] }) {
  return <Badge tone={states[state].tone}>{states[state].label}</Badge>;
}

const evidenceStates = {
  preparing: { label: "Preparing", tone: "info" },
  ready: { label: "Ready", tone: "ok" },
  ended: { label: "Ended", tone: "muted" },
} as const satisfies Record<string, { label: string; tone: Tone }>;

export function EvidenceBadge({ state }: { state: keyof typeof evidenceStates }) {
  const { label, tone } = evidenceStates[state];
  return <Badge tone={tone}>{label}</Badge>;
}

/** A call's disposition: Convoso's code, and its name if that differs. */
export function Disposition({ code, name }: { code: string | null; name: string | null }) {
  if (code === null) return name;
  return (
    <span>
      <span className="font-mono text-xs font-medium">{code}</span>
      {name !== null && name.toLowerCase() !== code.toLowerCase() && <span className="text-ink-soft"> {name}</span>}
    </span>
  );
}
