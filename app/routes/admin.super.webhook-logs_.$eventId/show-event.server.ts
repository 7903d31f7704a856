import type { CallEvent } from "#app/db/call-events.server.ts";
import { indentJson } from "#app/lib/indent-json.ts";

/** A delivery as its page shows it. */
export type ShownEvent = ReturnType<typeof showEvent>;

export function showEvent(event: CallEvent) {
  const { body, body_sha256, problems, ...rest } = event;
  return { ...rest, body: showBody(event), body_sha256: body_sha256 && Buffer.from(body_sha256).toString("hex") };
}

/** More than this is cut on the page; the download has it all. */
const SHOWN_BYTES = 64 * 1024;

/** A body for reading. `raw` is the text as sent; `pretty` the same laid out, null where there is nothing to lay out. */
export type ShownBody = { raw: string; pretty: string | null; isCut: boolean; isText: boolean };

/** Null where no body was kept. Bytes that are no UTF-8 show as "�": only the download is exact then. */
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
