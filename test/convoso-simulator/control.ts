import { z } from "zod";
import type { Call, CallCenter, CallWish } from "./call-center.ts";
import type { Delivery, DeliveryOptions } from "./deliveries.ts";
import { Fault } from "./faults.ts";
import type { Lead } from "./people.ts";
import type { Random } from "./random.ts";
import { recordingLink } from "./recording.ts";
import { shapes } from "./webhook-body.ts";

const seconds = z.number().min(0);
const Webhook = z.object({
  shape: z.enum(shapes).optional(),
  naming: z.enum(["adaptor", "guide"]).optional(),
  endpoint: z.enum(["lead", "call"]).optional(),
  withRecording: z.boolean().optional(),
  portalUrl: z.url().optional(),
});

/** A call to place now. `leadId` names a lead, made if unknown; `webhook` also tells the portal about the call. */
const NewCall = z.strictObject({
  callId: z.string().optional(),
  leadId: z.string().optional(),
  phone: z.string().optional(),
  agentId: z.string().optional(),
  agentName: z.string().optional(),
  campaign: z.string().optional(),
  disposition: z.string().optional(),
  callType: z.string().optional(),
  lengthSeconds: z.int().min(0).optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  recordingDelaySeconds: seconds.nullable().optional(),
  audioDelaySeconds: seconds.optional(),
  isPurged: z.boolean().optional(),
  webhook: Webhook.optional(),
});
type NewCall = z.infer<typeof NewCall>;

export type ControlContext = {
  center: () => CallCenter;
  random: () => Random;
  baseUrl: string;
  fail: (fault: z.input<typeof Fault>) => void;
  requests: () => unknown;
  reset: () => void;
  deliver: (subject: Lead | Call, options: DeliveryOptions) => Promise<Delivery>;
};

async function placeCall({ leadId, startedAt, webhook, ...given }: NewCall, context: ControlContext) {
  const center = context.center();
  const random = context.random();
  const wish: CallWish = { ...given, startedAt: startedAt === undefined ? undefined : Date.parse(startedAt) };
  if (leadId !== undefined) wish.lead = center.leads.get(leadId) ?? center.addLead(random, leadId);
  const call = center.placeCall(random, wish);
  const delivery = webhook ? await context.deliver(call, webhook) : null;
  const recordingUrl = call.recording && recordingLink(context.baseUrl, call.recording);
  return {
    call: { ...call, startedAt: new Date(call.startedAt), endedAt: new Date(call.endedAt) },
    recordingUrl,
    delivery,
  };
}

/** Lets another process direct the simulator, over HTTP and JSON: order troubles, place calls, see what was asked, reset. */
export async function answerControl(request: Request, context: ControlContext): Promise<Response> {
  const { pathname } = new URL(request.url);
  const body = request.method === "POST" ? await request.json().catch(() => ({})) : undefined;
  try {
    switch (`${request.method} ${pathname}`) {
      case "POST /_control/fail":
        context.fail(Fault.parse(body));
        return Response.json({ ok: true });
      case "POST /_control/calls":
        return Response.json(await placeCall(NewCall.parse(body), context));
      case "GET /_control/requests":
        return Response.json(context.requests());
      case "POST /_control/reset":
        context.reset();
        return Response.json({ ok: true });
    }
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return Response.json({ error: z.prettifyError(error) }, { status: 400 });
  }
  return Response.json({ error: "There is no such control." }, { status: 404 });
}
