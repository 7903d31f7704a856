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
  fixed: { title: "The call now matches Convoso", many: "now match Convoso", tone: "ok" },
  unchanged: {
    title: "Applied, but a later delivery has another value, so the difference stays",
    many: "applied, but a later delivery has another value",
    tone: "info",
  },
  settled: { title: "The difference was no longer open", many: "no longer open", tone: "info" },
  failed: {
    title: "The row could not be applied. The portal log has the reason",
    many: "could not be applied; the worker log has the reason",
    tone: "bad",
  },
};

export const LONGEST_NOTE = 500;

/** A note as somebody typed it; null where it is none. */
export function readNote(typed: unknown): string | null {
  const note = typeof typed === "string" ? typed.trim().replaceAll("\0", "") : "";
  return note === "" || note.length > LONGEST_NOTE ? null : note.toWellFormed();
}
