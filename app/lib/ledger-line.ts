import { formatNumber } from "#app/lib/format-number.ts";
import { formatDate, formatMinute, type Hours } from "#app/lib/format-time.ts";

/** What the line says, as the summary of the ledger has it. */
type Figures = {
  since: Date | null;
  checked_to: Date | null;
  missing_here: number;
  missing_there: number;
  differing: number;
  unknown_hours: number;
  last_reason: string | null;
};

/** A piece of the line; one with `to` is a figure that leads to its rows. */
export type LedgerPart = { text: string; to?: string };

/** The address of the differences that a figure counts. */
const openRows = (kind: string) => `/admin/super/ledger/differences?state=open&kind=${kind}`;

const plural = (count: number, one: string, many: string) => `${formatNumber(count)} ${count === 1 ? one : many}`;

/**
 * The ledger in one line: "No call missing since Nov 3, checked to 14:15", or how many are. Without a token it says what to
 * set.
 * @param timeZone in which the line writes its times, by a clock of so many `hours`
 */
export function ledgerLine(
  figures: Figures,
  { hasToken, timeZone, hours, now }: { hasToken: boolean; timeZone: string; hours: Hours; now: Date },
): LedgerPart[] {
  const { since, checked_to, missing_here, missing_there, differing, unknown_hours, last_reason } = figures;
  const unset = { text: "Set CONVOSO_AUTH_TOKEN to see whether calls are missing" };
  if (since === null || checked_to === null) {
    if (!hasToken) return [unset];
    return [{ text: last_reason === null ? "No hour is compared yet" : `No hour is compared yet: ${last_reason}` }];
  }
  const found: LedgerPart[] = [
    missing_here === 0
      ? { text: `No call missing since ${formatDate(since, timeZone, now)}` }
      : { text: plural(missing_here, "call is missing", "calls are missing"), to: openRows("missing_here") },
    ...(differing === 0 ? [] : [{ text: plural(differing, "differs", "differ"), to: openRows("differs") }]),
    ...(missing_there === 0
      ? []
      : [{ text: `${formatNumber(missing_there)} missing at Convoso`, to: openRows("missing_there") }]),
    ...(unknown_hours === 0
      ? []
      : [{ text: plural(unknown_hours, "hour not compared", "hours not compared"), to: "/admin/super/ledger" }]),
    { text: `checked to ${formatMinute(checked_to, timeZone, now, hours)}` },
    ...(hasToken ? [] : [unset]),
  ];
  return found.flatMap((part, index) => (index === 0 ? [part] : [{ text: ", " }, part]));
}

/** The line as plain text. */
export function ledgerText(parts: readonly LedgerPart[]): string {
  return parts.map(({ text }) => text).join("");
}
