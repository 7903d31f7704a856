import type { ClockSpan } from "#app/convoso/account-hours.server.ts";
import { askApi, type ConvosoSettings } from "#app/convoso/ask-api.server.ts";
import { type CallLogRow, parseCallLogRow } from "#app/convoso/call-log-row.server.ts";
import { NO_LIST } from "#app/convoso/client.server.ts";
import type { ConvosoFailure } from "#app/convoso/convoso-failure.server.ts";
import { findPlace, findRows, findTotal } from "#app/convoso/find-rows.server.ts";
import { sliceItems } from "#app/convoso/slice-items.server.ts";

/** The most rows that may be asked for at once, and the highest offset (two SDKs agree). */
export const MOST_ROWS = 500;
export const HIGHEST_OFFSET = 40_000;

/** 500 rows have half a mebibyte; what agents write about calls can be long. */
const MOST_BYTES = 16 * 1024 * 1024;

/** A row of the log. `body`: the row as it came, byte for byte. */
export type LogRow = CallLogRow & { body: () => Uint8Array };

/**
 * A page of the log. `count`: how many rows it has, of which `rows` are those that have an id. `total`: how many the span
 * has on all pages; null where Convoso does not say.
 */
export type LogPage = { rows: LogRow[]; count: number; total: number | null };

export type LogPageAnswer = ({ ok: true } & LogPage) | { ok: false; failure: ConvosoFailure };

/**
 * Asks `/log/retrieve` for the calls of a span, the oldest first, with their recordings. A server may give fewer rows than
 * `limit`, ignore the span, or change its mind between two pages: see `readLog`.
 */
export async function retrieveLogPage(
  settings: ConvosoSettings,
  { from, to }: ClockSpan,
  { offset, limit = MOST_ROWS }: { offset: number; limit?: number },
): Promise<LogPageAnswer> {
  const answer = await askApi(
    settings,
    "log/retrieve",
    {
      start_time: from,
      end_time: to,
      include_recordings: "1",
      order: "asc",
      limit: String(limit),
      offset: String(offset),
    },
    MOST_BYTES,
  );
  if (!answer.ok) return answer;
  const { body, text } = answer;
  const items = findRows(body);
  if (!items) return { ok: false, failure: NO_LIST };
  let slices: ReturnType<typeof sliceItems> | undefined;
  const bodyOf = (index: number): Uint8Array => {
    slices ??= sliceItems(text.replace(/^\uFEFF/, ""), findPlace(body) ?? []);
    const { start, end } = slices[index] ?? { start: 0, end: 0 };
    return Buffer.from(text.replace(/^\uFEFF/, "").slice(start, end));
  };
  const rows = items.flatMap((item, index) => {
    const row = parseCallLogRow(item);
    return row ? [{ ...row, body: () => bodyOf(index) }] : [];
  });
  return { ok: true, rows, count: items.length, total: findTotal(body) };
}
