import { z } from "zod";
import { type CallEvent, findEvent } from "#app/db/call-events.server.ts";
import { type Call, findCall } from "#app/db/calls.server.ts";
import { type Contact, findContact } from "#app/db/contacts.server.ts";
import type { Database } from "#app/db/pool.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import {
  sendTestDelivery,
  type TestAnswer,
  type TestDelivery,
} from "#app/features/test-tools/send-test-delivery.server.ts";
import { webhookUrls } from "#app/features/test-tools/webhook-urls.server.ts";
import type { PortalSettings } from "#app/http/portal-settings.server.ts";
import { curlCommand } from "#app/lib/curl-command.ts";

const Fields = z.object({
  endpoint: z.enum(["lead", "call", "echo"]),
  contentType: z.string().min(1).max(200),
  // Browsers send the line ends of a text field as CR LF, whatever was typed.
  body: z.string().transform((text) => text.replaceAll("\r\n", "\n")),
  signature: z.enum(["none", "valid", "wrong"]),
});

/** What was sent, what came back, and what it left in the database. */
export type Sent = {
  delivery: TestDelivery;
  answer: TestAnswer;
  curl: string;
  outcome: CallEvent["outcome"] | null;
  call: Call | null;
  contact: Contact | null;
};

/** @throws {Response} 400 where the form is not the one of the page */
export async function sendAndShow(db: Database, form: FormData, admin: Admin, settings: PortalSettings): Promise<Sent> {
  const fields = Fields.safeParse(Object.fromEntries(form));
  if (!fields.success) throw new Response("This form is not complete.", { status: 400 });
  const delivery = fields.data;
  const answer = await sendTestDelivery(db, delivery, admin);
  const event = answer.eventId === null ? null : await findEvent(db, answer.eventId);
  return {
    delivery,
    answer,
    curl: curlFor(delivery, settings),
    outcome: event?.outcome ?? null,
    call: event?.call_id ? await findCall(db, event.call_id) : null,
    contact: event?.contact_id ? await findContact(db, event.contact_id) : null,
  };
}

function curlFor({ endpoint, contentType, body, signature }: TestDelivery, settings: PortalSettings): string {
  const wrong: Record<string, string> = signature === "wrong" ? { "x-convoso-signature": "sha256=wrong" } : {};
  return curlCommand({
    url: webhookUrls(settings.origin)[endpoint],
    headers: { "Content-Type": contentType, "X-Test-Data": "1", ...wrong },
    body,
    withSecret: signature === "valid",
  });
}
