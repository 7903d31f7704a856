import { z } from "zod";
import type { CallEvent } from "#app/db/deliveries/call-events.server.ts";
import { indentJson } from "#app/lib/indent-json.ts";
import { PROBLEM_CODES } from "#app/lib/problems.ts";

/** A delivery as its page shows it. */
export type ShownEvent = ReturnType<typeof showEvent>;

export function showEvent(event: CallEvent) {
  const { body, problems, ...rest } = event;
  return { ...rest, problems: Problems.catch([]).parse(problems), body: showBody(event) };
}

/** What a page says of them; the values are in the readings, which not everybody sees. */
const Problems = z.array(z.object({ code: z.enum(PROBLEM_CODES), key: z.string() }));

/** The page cuts a longer body; the download is complete. */
const SHOWN_BYTES = 64 * 1024;

/** A body for display. `raw`: the text as sent. `pretty`: the same, formatted, or null. */
export type ShownBody = { raw: string; pretty: string | null; isCut: boolean; isText: boolean };

/** Null if no body was stored. Bytes that are not UTF-8 show as "�"; only the download is exact then. */
function showBody({ body, body_shape }: CallEvent): ShownBody | null {
  if (body === null || body.length === 0) return null;
  const isCut = body.length > SHOWN_BYTES;
  const raw = new TextDecoder().decode(body.subarray(0, SHOWN_BYTES));
  const isText = isCut || !raw.includes("\uFFFD");
  return {
    raw,
    isCut,
    isText,
    pretty: isCut ? null : (indentJson(raw) ?? (body_shape === "form" ? layOutForm(raw) : null)),
  };
}

function layOutForm(text: string): string {
  return [...new URLSearchParams(text)].map(([key, value]) => `${key} = ${value}`).join("\n");
}
