import type { Database } from "#app/db/connection/pool.server.ts";
import { countProblems } from "#app/db/deliveries/problem-counts.server.ts";
import { listFigures } from "#app/db/figures/figures.server.ts";

/** Why real deliveries since a moment came to nothing, or to less than they should. */
export type Faults = {
  /** At a full five minutes, as the figures begin, so that a link names exactly what was counted. */
  since: Date;
  received: number;
  refused: number;
  invalid: number;
  misrouted: number;
  /** Whose fields hold placeholders that Convoso did not fill. */
  unfilled: number;
};

const FIVE_MINUTES = 5 * 60_000;
const DAY = 24 * 3_600_000;

/** The start of the five minutes that were `milliseconds` before `now`. */
export function longAgo(now: Date, milliseconds: number): Date {
  return new Date(Math.floor((+now - milliseconds) / FIVE_MINUTES) * FIVE_MINUTES);
}

/** From the figures, as quick with ten million deliveries as with ten. */
export async function countFaults(db: Database, since: Date, now: Date): Promise<Faults> {
  const [figures, problems] = await Promise.all([
    listFigures(db, ["delivery"], [{ from: since, to: new Date(+now + DAY) }], false),
    countProblems(db, since),
  ]);
  const among = (isMeant: (outcome: string, isMisrouted: boolean) => boolean) =>
    figures
      .filter(({ key }) => isMeant(key.split("/")[1] ?? "", key.endsWith("/misrouted")))
      .reduce((sum, { count }) => sum + count, 0);
  return {
    since,
    received: among(() => true),
    refused: among((outcome) => outcome === "refused"),
    invalid: among((outcome) => outcome === "invalid"),
    misrouted: among((_, isMisrouted) => isMisrouted),
    unfilled: problems.find(({ code }) => code === "placeholder")?.count ?? 0,
  };
}
