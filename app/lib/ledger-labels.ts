import type { ComparedField, FixResult } from "#app/lib/ledger-words.ts";

/** What differs of a call, in words. */
export const FIELD_LABELS: Record<ComparedField, string> = {
  disposition: "Disposition",
  length: "Length",
  agent: "Agent",
  campaign: "Campaign",
  recording: "Recording",
};

type Words = { title: string; many: string; tone: "ok" | "info" | "bad" };

/** What came of a fix: of one difference, and as a group. */
export const FIX_WORDS: Record<FixResult, Words> = {
  fixed: { title: "The call is now as Convoso has it", many: "now as Convoso has them", tone: "ok" },
  unchanged: {
    title: "Applied, but a later delivery says otherwise, so the difference stays",
    many: "applied, but a later delivery says otherwise",
    tone: "info",
  },
  settled: { title: "The difference was no longer open", many: "no longer open", tone: "info" },
  failed: {
    title: "The row could not be applied. The log of the portal says why",
    many: "could not be applied; the log of the worker says why",
    tone: "bad",
  },
};

export const LONGEST_NOTE = 500;

/** A note as somebody typed it; null where it is none. */
export function readNote(typed: unknown): string | null {
  const note = typeof typed === "string" ? typed.trim().replaceAll("\0", "") : "";
  return note === "" || note.length > LONGEST_NOTE ? null : note.toWellFormed();
}
