import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Planned } from "./deliveries.ts";
import { WEBHOOK_SECRET } from "./stand.ts";

/**
 * What the sender knows of a delivery afterwards. `status` is null where no answer came, and `ending` then says why; else
 * it is the status. `seconds`: from when it was due. `at`: when it ended, as performance.now().
 */
export type Sent = {
  planned: Planned;
  status: number | null;
  eventId: string | null;
  outcome: string | null;
  ending: string;
  seconds: number;
  at: number;
};

/** The stand's portal believes what stands here, as behind a proxy. */
const FROM_CONVOSO = { "x-forwarded-for": "66.85.240.9", "x-webhook-secret": WEBHOOK_SECRET };
const TICK_MS = 20;
const PATIENCE_MS = 30_000;

/**
 * Sends at a steady rate for so long, whether answers come or not, and each delivery once: as Convoso, which does not
 * repeat. Resolves when every request has its answer or its error.
 */
export async function sendSteadily(
  portalUrl: string,
  next: () => Planned,
  { rate, seconds }: { rate: number; seconds: number },
): Promise<Sent[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1500 });
  const pending: Promise<Sent>[] = [];
  const start = performance.now();
  for (let elapsed = 0; elapsed < seconds; elapsed = (performance.now() - start) / 1000) {
    while (pending.length < elapsed * rate) pending.push(send(portalUrl, next(), agent));
    await sleep(TICK_MS);
  }
  const sent = await Promise.all(pending);
  agent.destroy();
  return sent;
}

function send(portalUrl: string, planned: Planned, agent: Agent): Promise<Sent> {
  return new Promise((resolve) => {
    const due = performance.now();
    const end = (ending: string, answer?: Pick<Sent, "status" | "eventId" | "outcome">) => {
      const at = performance.now();
      const seconds = (at - due) / 1000;
      resolve({ planned, ...(answer ?? { status: null, eventId: null, outcome: null }), ending, seconds, at });
    };
    const unanswered = (error: Error & { code?: string }) => end(error.code ?? error.message);
    const headers = { ...FROM_CONVOSO, "content-type": "application/json", "x-torture": planned.marker };
    const outgoing = request(`${portalUrl}/api/webhooks/${planned.endpoint}`, { method: "POST", agent, headers });
    outgoing.setTimeout(PATIENCE_MS, () => outgoing.destroy(new Error("no answer")));
    outgoing.on("error", unanswered);
    outgoing.on("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", unanswered);
      response.on("end", () => {
        if (!response.complete) return unanswered(new Error("incomplete"));
        const answer = readAnswer(Buffer.concat(chunks).toString());
        end(String(response.statusCode), { status: response.statusCode ?? null, ...answer });
      });
    });
    outgoing.end(planned.body);
  });
}

function readAnswer(text: string): { eventId: string | null; outcome: string | null } {
  try {
    const { event_id, outcome } = JSON.parse(text);
    return { eventId: event_id ?? null, outcome: outcome ?? null };
  } catch {
    return { eventId: null, outcome: null };
  }
}
