import type { ReactNode } from "react";
import { classNames } from "#app/lib/class-names.ts";

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
