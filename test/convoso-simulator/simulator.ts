import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequestListener } from "@remix-run/node-fetch-server";
import type { z } from "zod";
import { answerApi, readParams } from "./api.ts";
import type { BadRecording } from "./bad-recordings.ts";
import { createBentLog, type LogBend } from "./bent-log.ts";
import { type Call, type CallWish, createCallCenter } from "./call-center.ts";
import { answerControl } from "./control.ts";
import { type DeliveryOptions, deliver, post, writeDelivery } from "./deliveries.ts";
import { answerFault, createFaults, Fault } from "./faults.ts";
import { type LifeSettings, playHistory, playLife } from "./life.ts";
import { packMemory, recallMemory } from "./memory.ts";
import type { Lead } from "./people.ts";
import { playRecording } from "./play-recording.ts";
import { createRandom } from "./random.ts";
import { sendUnreliably, WebhookTroubles } from "./unreliable-webhooks.ts";

/** An API request that was seen; `query` holds every parameter but the token. */
type SeenRequest = { method: string; path: string; query: Record<string, string> };

const defaults = {
  port: 0,
  host: "127.0.0.1",
  seed: 1,
  authToken: "simulator-token",
  timeZone: "America/Los_Angeles",
  recordingDelaySeconds: 45,
  recordingJitterSeconds: 0,
  audioDelaySeconds: 0,
  /** The clock, in milliseconds: tests set it instead of waiting. */
  now: Date.now as () => number,
  log: (() => {}) as (line: string) => void,
};

/** Portal and secret are needed only to send webhooks. `memory` is what an earlier simulator's `memory()` returned. */
export type SimulatorOptions = Partial<typeof defaults> & {
  portalUrl?: string;
  webhookSecret?: string;
  memory?: Uint8Array;
};

export type Simulator = Awaited<ReturnType<typeof startSimulator>>;

/** Ids start from the clock, so that a simulator that is started again does not reuse those of its last life. */
function createIds(now: number) {
  const secondsOf2025 = Math.floor((now - Date.UTC(2025, 0, 1)) / 1000);
  const next = { lead: secondsOf2025 * 8, call: secondsOf2025 * 16 };
  return (kind: "lead" | "call") => String(next[kind]++);
}

/** Starts a server that plays Convoso: its API, its recordings, and the webhooks that it sends to a portal. */
export async function startSimulator(options: SimulatorOptions = {}) {
  const settings = { ...defaults, ...options };
  const nextId = createIds(settings.now());
  const createWorld = () => ({
    center: createCallCenter(settings, settings.now, nextId),
    random: createRandom(settings.seed),
    seen: [] as SeenRequest[],
  });
  let world = createWorld();
  if (options.memory) recallMemory(world.center, options.memory);
  const faults = createFaults();
  const bent = createBentLog();
  let troubles = WebhookTroubles.parse({});
  const chance = createRandom(settings.seed + 1);
  const ending = new AbortController();

  async function answer(request: Request): Promise<Response> {
    const path = new URL(request.url).pathname;
    if (path.startsWith("/_control/")) return answerControl(request, control);
    if (path.startsWith("/play-recording-public/")) return playRecording(request, world.center);
    const params = await readParams(request);
    const query = Object.fromEntries([...params].filter(([name]) => name !== "auth_token"));
    world.seen.push({ method: request.method, path, query });
    const fault = faults.take(path);
    if (fault) return answerFault(fault, request);
    return answerApi(path, params, settings.authToken, {
      center: world.center,
      timeZone: settings.timeZone,
      baseUrl: url,
      bent,
    });
  }

  const server = createServer(createRequestListener(answer, { onError: (error) => settings.log(String(error)) }));
  server.listen(settings.port, settings.host);
  await once(server, "listening");
  const url = `http://${settings.host}:${(server.address() as AddressInfo).port}`;

  const deliverySettings = () => ({ ...settings, baseUrl: url, center: world.center });
  const life = (): LifeSettings => ({
    random: world.random,
    timeZone: settings.timeZone,
    log: settings.log,
    signal: ending.signal,
    stage: {
      center: world.center,
      deliver: (subject, how) => {
        const send = writeDelivery(subject, how, deliverySettings());
        return "lead" in subject ? sendUnreliably(chance, troubles, send) : send();
      },
      post: (body, endpoint) => post(body, endpoint, deliverySettings()),
    },
  });
  const simulator = {
    url,
    apiUrl: `${url}/v1`,
    authToken: settings.authToken,
    calls: () => [...world.center.calls.values()],
    leads: () => [...world.center.leads.values()],
    addLead: () => world.center.addLead(world.random),
    /** Places a call, drawn from the seed but for what is wished; by default it ends now. */
    placeCall: (wish?: CallWish) => world.center.placeCall(world.random, wish),
    /** Orders a trouble for the next API requests. */
    fail: (fault: z.input<typeof Fault>) => faults.add(Fault.parse(fault)),
    /** Ends the troubles that are on order. */
    recover: () => faults.clear(),
    /** Has the log behave in this way from now on; what is not said is as it should be. */
    bendLog: (how: z.input<typeof LogBend> = {}) => bent.bend(how),
    /** Has the webhooks of calls fail from now on, in the life that is played. */
    troubleWebhooks(how: z.input<typeof WebhookTroubles> = {}) {
      troubles = WebhookTroubles.parse(how);
    },
    /** The agent thinks again: the call has another outcome, and nobody is told. */
    redispose(callId: string, code: string) {
      const call = world.center.calls.get(callId);
      if (call) world.center.redispose(call, code);
    },
    /** The log forgets a call. */
    vanish: (callId: string) => world.center.vanish(callId),
    /** Has the link of a call's recording answer badly; null: well again. */
    spoilRecording: (callId: string, answer: BadRecording | null) => world.center.spoilRecording(callId, answer),
    /** The links that answer badly, by the id in them. */
    badLinks: () => world.center.badLinks,
    /** Gives a call's recording another link; the old one fails. */
    renewRecording: (callId: string) => world.center.renewRecording(callId),
    /** The API requests so far, without the token. */
    requests: () => world.seen,
    /** Sends a lead or a call to the portal, once, and tells what the portal said. */
    deliver: (subject: Lead | Call, how: DeliveryOptions = {}) => deliver(subject, how, deliverySettings()),
    /** Sends `count` calls of the past days, as fast as the portal takes them. */
    history: (count: number, days?: number) => playHistory(count, life(), days),
    /** Lives until `stop()`: calls at this rate, and what surrounds them. */
    run: (callsPerMinute: number) => playLife(callsPerMinute, life()),
    /** All leads and calls so far, for a later simulator to go on with. */
    memory: () => packMemory(world.center),
    /** Forgets everything and starts again from the seed; ids go on, so that they stay unique. Not while it lives. */
    reset() {
      world = createWorld();
      faults.clear();
      bent.bend({});
      troubles = WebhookTroubles.parse({});
    },
    async stop() {
      ending.abort();
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  const control = { ...simulator, baseUrl: url, center: () => world.center, random: () => world.random };
  return simulator;
}
