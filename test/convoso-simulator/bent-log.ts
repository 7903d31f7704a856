import { z } from "zod";

/**
 * How the call log differs from what one would expect: it gives at most `mostRows` a page; it ignores the window; it
 * compares times as texts instead of moments; it leaves the latest `leavesOut` calls out of lists, which it has when asked
 * by id; its total says `overstates` calls more than it has; and for the next so many answers its total moves, or a page
 * begins with the last row of the one before.
 */
export const LogBend = z.object({
  mostRows: z.int().min(1).default(500),
  ignoresWindow: z.boolean().default(false),
  keepsTexts: z.boolean().default(false),
  leavesOut: z.int().min(0).default(0),
  overstates: z.int().min(0).default(0),
  moves: z.int().min(0).default(0),
  repeats: z.int().min(0).default(0),
});
export type LogBend = z.infer<typeof LogBend>;

export type BentLog = ReturnType<typeof createBentLog>;

/** A log that is as it should be until it is bent. */
export function createBentLog() {
  const straight = LogBend.parse({});
  const state = { ...straight };
  return Object.assign(state, {
    bend(how: z.input<typeof LogBend>) {
      Object.assign(state, straight, LogBend.parse(how));
    },
    /** Whether the next answer is one of those. */
    take(what: "moves" | "repeats"): boolean {
      if (state[what] === 0) return false;
      state[what] -= 1;
      return true;
    },
  });
}
