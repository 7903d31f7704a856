import { z } from "zod";
import { type Call, findCall } from "#app/db/calls/list-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { type CallEvent, findEvent } from "#app/db/deliveries/call-events.server.ts";
import { type Contact, findContact } from "#app/db/leads/contacts.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { type RowChange, traceChanges } from "#app/features/deliveries/trace-changes.server.ts";
import { type Burst, sendBurst } from "#app/features/test-tools/send-burst.server.ts";
import {
  sendTestDelivery,
  type TestAnswer,
  type TestDelivery,
} from "#app/features/test-tools/send-test-delivery.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { curlCommand } from "#app/lib/curl-command.ts";
import { ENDPOINT_PATHS, ENDPOINTS } from "#app/lib/endpoints.ts";
import { MOST_AT_ONCE } from "./most-at-once.ts";

const Fields = z.object({
  endpoint: z.enum(ENDPOINTS),
  path: z.string().trim().max(1000).default(""),
  contentType: z
    .string()
    .max(200)
    .transform((type) => type || null),
  query: z.string().max(8000).default(""),
  // Browsers send the line ends of a text field as CR LF.
  body: z.string().transform((text) => text.replaceAll("\r\n", "\n")),
  signature: z.enum(["none", "valid", "wrong"]),
  count: z.coerce.number().int().min(1).max(MOST_AT_ONCE).catch(1),
  ids: z.enum(["own", "same"]).catch("own"),
});

/** What was sent, how often, and the result. */
export type Sent = { delivery: TestDelivery; count: number; withOwnIds: boolean; curl: string } & (
  | { single: SentOnce; burst: null }
  | { single: null; burst: Burst }
);

/** The answer to one delivery, the rows it stored, and what it changed. */
export type SentOnce = {
  answer: TestAnswer;
  outcome: CallEvent["outcome"] | null;
  call: Call | null;
  contact: Contact | null;
  changes: RowChange[];
};

/** @throws {Response} 400 if the form is not from this page */
export async function sendAndShow(db: Database, form: FormData, admin: Admin, settings: PortalSettings): Promise<Sent> {
  const fields = Fields.safeParse(Object.fromEntries(form));
  if (!fields.success) throw new Response("This form is incomplete.", { status: 400 });
  const { count, ids, ...asked } = fields.data;
  const delivery = { ...asked, path: asked.path || ENDPOINT_PATHS[asked.endpoint] };
  const withOwnIds = ids === "own";
  const sent = { delivery, count, withOwnIds, curl: curlFor(delivery, settings) };
  if (count > 1) {
    return { ...sent, single: null, burst: await sendBurst(db, delivery, { count, withOwnIds }, admin) };
  }
  return { ...sent, burst: null, single: await sendOnce(db, delivery, admin) };
}

async function sendOnce(db: Database, delivery: TestDelivery, admin: Admin): Promise<SentOnce> {
  const answer = await sendTestDelivery(db, delivery, admin);
  const event = answer.eventId === null ? null : await findEvent(db, answer.eventId);
  return {
    answer,
    outcome: event?.outcome ?? null,
    call: event?.call_id ? await findCall(db, event.call_id) : null,
    contact: event?.contact_id ? await findContact(db, event.contact_id) : null,
    changes: event ? await traceChanges(db, event) : [],
  };
}

function curlFor({ path, contentType, query, body, signature }: TestDelivery, settings: PortalSettings): string {
  const wrong: Record<string, string> = signature === "wrong" ? { "x-convoso-signature": "sha256=wrong" } : {};
  return curlCommand({
    url: settings.origin + path + (query && `?${query}`),
    headers: { "Content-Type": contentType ?? "", "X-Test-Data": "1", ...wrong },
    body,
    withSecret: signature === "valid",
  });
}
