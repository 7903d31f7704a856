import { z } from "zod";
import { badRecordings } from "./bad-recordings.ts";
import { LogBend } from "./bent-log.ts";
import type { Call, CallCenter, CallWish } from "./call-center.ts";
import type { Delivery, DeliveryOptions } from "./deliveries.ts";
import { Fault } from "./faults.ts";
import type { Lead } from "./people.ts";
import type { Random } from "./random.ts";
import { recordingLink } from "./recording.ts";
import { WebhookTroubles } from "./unreliable-webhooks.ts";
import { oddShapes, shapes } from "./webhook-body.ts";

const seconds = z.number().min(0);
const Webhook = z.object({
  shape: z.enum([...shapes, ...oddShapes]).optional(),
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
  loggedAfterSeconds: seconds.optional(),
  webhook: Webhook.optional(),
});
type NewCall = z.infer<typeof NewCall>;

/** What happens to a call in the log without anybody being told. */
const CallChange = z.strictObject({
  callId: z.string(),
  disposition: z.string().optional(),
  isVanished: z.boolean().default(false),
});

/** What the link of a call's recording answers from now on (null: sound), and whether the API gives another link instead. */
const RecordingChange = z.strictObject({
  callId: z.string(),
  answer: z.enum(badRecordings).nullable().optional(),
  isRenewed: z.boolean().default(false),
});

export type ControlContext = {
  center: () => CallCenter;
  random: () => Random;
  baseUrl: string;
  fail: (fault: z.input<typeof Fault>) => void;
  troubleWebhooks: (how: z.input<typeof WebhookTroubles>) => void;
  bendLog: (how: z.input<typeof LogBend>) => void;
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
      case "POST /_control/webhooks":
        context.troubleWebhooks(WebhookTroubles.parse(body));
        return Response.json({ ok: true });
      case "POST /_control/log":
        context.bendLog(LogBend.parse(body));
        return Response.json({ ok: true });
      case "POST /_control/change": {
        const { callId, disposition, isVanished } = CallChange.parse(body);
        const call = context.center().calls.get(callId);
        if (call && disposition !== undefined) context.center().redispose(call, disposition);
        if (isVanished) context.center().vanish(callId);
        return Response.json({ ok: true });
      }
      case "POST /_control/calls":
        return Response.json(await placeCall(NewCall.parse(body), context));
      case "POST /_control/recordings": {
        const { callId, answer, isRenewed } = RecordingChange.parse(body);
        if (answer !== undefined) context.center().spoilRecording(callId, answer);
        if (isRenewed) context.center().renewRecording(callId);
        return Response.json({ ok: true });
      }
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
