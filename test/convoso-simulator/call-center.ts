import { type Agent, agents, type Campaign, campaigns, type Disposition, dispositions, systemUser } from "./account.ts";
import type { BadRecording } from "./bad-recordings.ts";
import { createLead, type Lead } from "./people.ts";
import type { Random } from "./random.ts";
import { createRecording, type Recording, uIdOf } from "./recording.ts";

/**
 * A call. Times in milliseconds; `recording` is null where the call was never recorded. The log has it from `loggedAt` on,
 * and until `vanishedAt`.
 */
export type Call = {
  id: string;
  lead: Lead;
  agent: Agent;
  campaign: Campaign;
  queue: Campaign["queue"] | null;
  disposition: Disposition;
  type: string;
  seconds: number;
  startedAt: number;
  endedAt: number;
  comment: string;
  callerId: string;
  recording: Recording | null;
  loggedAt: number;
  vanishedAt: number | null;
};

/** What a test may fix about a call; everything else is drawn. `recordingDelaySeconds: null` means never recorded. */
export type CallWish = {
  callId?: string;
  lead?: Lead;
  phone?: string;
  agentId?: string;
  agentName?: string;
  campaign?: string;
  disposition?: string;
  callType?: string;
  lengthSeconds?: number;
  startedAt?: number;
  endedAt?: number;
  recordingDelaySeconds?: number | null;
  audioDelaySeconds?: number;
  isPurged?: boolean;
  /** How many recordings it has, if any. */
  pieces?: number;
  /** How long after its start the log has it. */
  loggedAfterSeconds?: number;
};

export type CallCenterSettings = {
  recordingDelaySeconds: number;
  recordingJitterSeconds: number;
  audioDelaySeconds: number;
};

export type CallCenter = ReturnType<typeof createCallCenter>;

const types = ["OUTBOUND", "OUTBOUND", "OUTBOUND", "OUTBOUND", "INBOUND", "MANUAL"];

function agentFor(wish: CallWish, disposition: Disposition, random: Random): Agent {
  if (wish.agentId === undefined && wish.agentName === undefined) {
    return disposition.isSystem ? systemUser : random.pick(agents);
  }
  const known = [...agents, systemUser].find(({ id, name }) => id === wish.agentId || name === wish.agentName);
  return known ?? { id: wish.agentId ?? "310999", name: wish.agentName ?? "New Agent", email: "" };
}

/** Everything that happened at the simulated account: its leads and calls, newest last. */
export function createCallCenter(
  settings: CallCenterSettings,
  clock: () => number,
  nextId: (kind: "lead" | "call") => string,
) {
  const leads = new Map<string, Lead>();
  const calls = new Map<string, Call>();
  /** Links, by the id in them, that answer badly. */
  const badLinks = new Map<string, BadRecording>();

  /** An id that neither this account nor the one that it remembers has. */
  function freeId(kind: "lead" | "call"): string {
    const taken: Map<string, unknown> = kind === "lead" ? leads : calls;
    let id = nextId(kind);
    while (taken.has(id)) id = nextId(kind);
    return id;
  }

  function addLead(random: Random, id = freeId("lead")): Lead {
    const lead = createLead(random, id, clock());
    leads.set(lead.id, lead);
    return lead;
  }

  /** Places a call; unless told otherwise it ends at this moment, which is when its disposition is sent. */
  function placeCall(random: Random, wish: CallWish = {}): Call {
    const drawn = random.pickWeighted(dispositions);
    const code = wish.disposition ?? drawn.code;
    const disposition = dispositions.find((one) => one.code === code) ?? { ...drawn, code, name: code };
    const seconds = wish.lengthSeconds ?? random.between(...disposition.seconds);
    const startedAt = wish.startedAt ?? (wish.endedAt ?? clock()) - seconds * 1000;
    const lead = wish.lead ?? addLead(random);
    if (wish.phone !== undefined) lead.phone = wish.phone;
    const named = campaigns.find(({ name }) => name === wish.campaign);
    const call: Call = {
      id: wish.callId ?? freeId("call"),
      lead,
      agent: agentFor(wish, disposition, random),
      campaign: named ?? (wish.campaign ? { ...lead.campaign, id: "2099", name: wish.campaign } : lead.campaign),
      queue: disposition.code === "XDROP" || random.chance(0.2) ? lead.campaign.queue : null,
      disposition,
      type: wish.callType ?? (disposition.isSystem ? "OUTBOUND" : random.pick(types)),
      seconds,
      startedAt,
      endedAt: startedAt + seconds * 1000,
      comment: random.pick(disposition.comments ?? [""]),
      callerId: `21355501${String(random.between(0, 99)).padStart(2, "0")}`,
      recording: null,
      loggedAt: startedAt + (wish.loggedAfterSeconds ?? 0) * 1000,
      vanishedAt: null,
    };
    const jitter = random.next() * settings.recordingJitterSeconds;
    const delay = wish.recordingDelaySeconds ?? settings.recordingDelaySeconds + jitter;
    const isRecorded = random.chance(disposition.recorded) && seconds > 0;
    if (wish.recordingDelaySeconds === undefined ? isRecorded : wish.recordingDelaySeconds !== null) {
      call.recording = createRecording(call, {
        recordingDelaySeconds: delay,
        audioDelaySeconds: wish.audioDelaySeconds ?? settings.audioDelaySeconds,
        isPurged: wish.isPurged ?? false,
        pieces: wish.pieces ?? 1,
      });
    }
    calls.set(call.id, call);
    return call;
  }

  /** The agent thinks again: the same call, with another outcome. */
  function redispose(call: Call, code: string): void {
    const disposition = dispositions.find((one) => one.code === code);
    if (disposition) call.disposition = disposition;
  }

  /** The log forgets a call, as if it had never been. */
  function vanish(callId: string): void {
    const call = calls.get(callId);
    if (call) call.vanishedAt = clock();
  }

  /** Has the link of a call's recording answer badly, or well again. */
  function spoilRecording(callId: string, answer: BadRecording | null): void {
    const uId = calls.get(callId)?.recording?.uId;
    if (uId === undefined) return;
    if (answer === null) badLinks.delete(uId);
    else badLinks.set(uId, answer);
  }

  /** Gives a call's recording another link. The old one answers 404 from now on, or as badly as was ordered. */
  function renewRecording(callId: string): void {
    const recording = calls.get(callId)?.recording;
    if (!recording) return;
    if (!badLinks.has(recording.uId)) badLinks.set(recording.uId, "404");
    for (let nth = 2; badLinks.has(recording.uId); nth++) recording.uId = uIdOf(callId, nth);
  }

  return { leads, calls, badLinks, clock, addLead, placeCall, redispose, vanish, spoilRecording, renewRecording };
}
