import { z } from "zod";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type CallEvent, findEvent } from "#app/db/deliveries/call-events.server.ts";
import type { Edit } from "#app/features/replays/replay-edited.server.ts";
import { BODY_LIMIT_BYTES } from "#app/lib/body-limit.ts";
import { indentJson } from "#app/lib/indent-json.ts";

/** @throws {Response} 404 if there is no such delivery, or it has no body to edit */
export async function getOriginal(
  db: Database,
  eventId: string | undefined,
): Promise<CallEvent & { body: Uint8Array }> {
  const id = z.uuid().safeParse(eventId);
  const event = id.success ? await findEvent(db, id.data) : null;
  if (!event?.body || event.endpoint === "echo") {
    throw new Response("No delivery with this id has a body that can be replayed.", { status: 404 });
  }
  return { ...event, body: event.body };
}

/** The initial form: the payload as sent, with JSON formatted. `isText` false: some bytes cannot be shown. */
export function firstEdit({ body, content_type, query, is_test }: CallEvent & { body: Uint8Array }) {
  const raw = new TextDecoder().decode(body);
  return {
    body: indentJson(raw) ?? raw,
    isText: !raw.includes("\uFFFD"),
    contentType: content_type ?? "",
    query: query ?? "",
    isTest: is_test,
  };
}

const short = z.string().max(8_000).catch("");

/** The edit that the form sends, and its fault, if any. */
export function readEdit(form: FormData): { edit: Edit; fault: string | null } {
  // Browsers send the line ends of a text field as CR LF.
  const body = z.string().catch("").parse(form.get("body")).replaceAll("\r\n", "\n");
  const contentType = short.parse(form.get("contentType")).trim();
  const edit = { body, contentType, query: short.parse(form.get("query")).trim(), isTest: form.has("isTest") };
  if (Buffer.byteLength(body) > BODY_LIMIT_BYTES) {
    return { edit, fault: `The body is longer than ${BODY_LIMIT_BYTES} bytes. Shorten it.` };
  }
  if (/[^\t\x20-\x7e\x80-\xff]/.test(contentType))
    return { edit, fault: "The content type cannot be sent as a header." };
  return { edit, fault: null };
}
