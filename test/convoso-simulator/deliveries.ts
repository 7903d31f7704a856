import type { Call, CallCenter } from "./call-center.ts";
import type { Lead } from "./people.ts";
import { recordingLink } from "./recording.ts";
import { type Shape, type WebhookBody, webhookBody } from "./webhook-body.ts";
import { callFields, leadFields, type Naming } from "./webhook-fields.ts";

/** What the portal said; `status` null and `error` set where it could not be reached. */
export type Delivery = { status: number | null; body: unknown; error: string | null };

/** `withRecording`: the link is sent if the API would name it by now. `endpoint` differs from the subject to send it astray. */
export type DeliveryOptions = {
  shape?: Shape;
  naming?: Naming;
  endpoint?: "lead" | "call";
  withRecording?: boolean;
  portalUrl?: string;
};

export type DeliverySettings = {
  portalUrl?: string;
  webhookSecret?: string;
  timeZone: string;
  baseUrl: string;
  center: CallCenter;
};

/** Where a delivery is sent to; `misspelled` is what admins type who leave a letter out. */
export type Address = "lead" | "call" | "misspelled";

const paths: Record<Address, string> = {
  lead: "/api/webhooks/convoso-leads",
  call: "/api/webhooks/convoso",
  misspelled: "/api/webhooks/convoso-lead",
};

async function readReply(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Posts a body to the portal, once: Convoso is not known to try again. */
export async function post(
  { contentType, contentEncoding, body, query }: WebhookBody,
  endpoint: Address,
  { portalUrl, webhookSecret }: DeliverySettings,
): Promise<Delivery> {
  if (!portalUrl) throw new TypeError("The simulator was not told where the portal is: set portalUrl.");
  const url = `${portalUrl.replace(/\/+$/, "")}${paths[endpoint]}${query && `?${query}`}`;
  const headers = new Headers({ "user-agent": "Convoso Connect (simulator)" });
  if (contentType) headers.set("content-type", contentType);
  if (contentEncoding) headers.set("content-encoding", contentEncoding);
  if (webhookSecret) headers.set("x-webhook-secret", webhookSecret);
  try {
    const response = await fetch(url, {
      method: "POST",
      headers,
      body: body as BodyInit,
      signal: AbortSignal.timeout(15_000),
    });
    return { status: response.status, body: await readReply(response), error: null };
  } catch (error) {
    const { message, cause } = error as Error & { cause?: { code?: string } };
    return { status: null, body: null, error: cause?.code ?? message };
  }
}

/** Sends a lead or a call to the portal as Convoso Connect would. */
export function deliver(subject: Lead | Call, options: DeliveryOptions, settings: DeliverySettings): Promise<Delivery> {
  return writeDelivery(subject, options, settings)();
}

/** Writes what there is to say of a lead or a call now. @returns what sends it */
export function writeDelivery(
  subject: Lead | Call,
  options: DeliveryOptions,
  settings: DeliverySettings,
): () => Promise<Delivery> {
  const { shape = "form", withRecording = false } = options;
  const naming = options.naming ?? (shape === "json" ? "guide" : "adaptor");
  const { center, timeZone, baseUrl } = settings;
  const target = { ...settings, portalUrl: options.portalUrl ?? settings.portalUrl };
  if (!("lead" in subject)) {
    const body = webhookBody(leadFields(subject, naming, timeZone), shape);
    return () => post(body, options.endpoint ?? "lead", target);
  }
  const { recording } = subject;
  const isListed = withRecording && recording !== null && center.clock() >= recording.listedAt;
  const fields = callFields(subject, naming, timeZone, isListed ? recordingLink(baseUrl, recording) : "");
  const body = webhookBody(fields, shape);
  return () => post(body, options.endpoint ?? "call", target);
}
