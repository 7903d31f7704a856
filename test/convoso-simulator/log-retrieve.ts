import { DateTime } from "luxon";
import { agents, campaigns, systemUser } from "./account.ts";
import { fromAccountTime, toAccountTime } from "./account-time.ts";
import type { BentLog } from "./bent-log.ts";
import type { Call, CallCenter } from "./call-center.ts";
import { recordingLinks } from "./recording.ts";
import { type Params, pageOf, refusal } from "./vendor-answer.ts";

export type ApiContext = { center: CallCenter; timeZone: string; baseUrl: string; bent: BentLog };

const filters: Record<string, (call: Call) => string | undefined> = {
  lead_id: (call) => call.lead.id,
  campaign_id: (call) => call.campaign.id,
  queue_id: (call) => call.queue?.id,
  list_id: (call) => call.lead.list.id,
  user_id: (call) => call.agent.id,
  status: (call) => call.disposition.code,
  phone_number: (call) => call.lead.phone,
  call_type: (call) => call.type,
};

const lists = campaigns.flatMap((campaign) => campaign.lists);
const queues = campaigns.map((campaign) => campaign.queue);
const known: [name: string, among: readonly { id: string }[], code: number, text: string][] = [
  ["list_id", lists, 6002, "No such List."],
  ["campaign_id", campaigns, 6004, "No such Campaign."],
  ["user_id", [...agents, systemUser], 6006, "No such User."],
  ["queue_id", queues, 6030, "No such Queue."],
];

/** A row as the vendor writes it: numbers as text, and next to nothing while the call continues. */
function toRow(call: Call, withRecordings: boolean, { center, timeZone, baseUrl }: ApiContext) {
  const isOver = center.clock() >= call.endedAt;
  const { recording } = call;
  const hasLink = withRecordings && recording !== null && center.clock() >= recording.listedAt;
  return {
    id: call.id,
    lead_id: call.lead.id,
    list_id: call.lead.list.id,
    campaign_id: call.campaign.id,
    campaign: call.campaign.name,
    user: call.agent.name,
    user_id: call.agent.id,
    phone_number: call.lead.phone,
    number_dialed: call.type === "INBOUND" ? call.callerId : call.lead.phone,
    first_name: call.lead.firstName,
    last_name: call.lead.lastName,
    status: isOver ? call.disposition.code : "",
    status_name: isOver ? call.disposition.name : "",
    call_length: isOver ? String(call.seconds) : null,
    call_date: toAccountTime(call.startedAt, timeZone),
    agent_comment: isOver ? call.comment : "",
    queue_id: call.queue?.id ?? null,
    queue: call.queue?.name ?? null,
    called_count: "1",
    caller_id_displayed: call.callerId,
    inbound_number: call.type === "INBOUND" ? call.callerId : "",
    term_reason: isOver ? call.disposition.termReason : "NONE",
    call_type: call.type,
    queue_position: "0",
    queue_seconds: call.queue ? "6" : "0",
    originating_agent_id: "0",
    session_id: `${call.id}.1`,
    recording: hasLink
      ? recordingLinks(baseUrl, call.id, recording).map((public_url) => ({
          src: recording.fileName,
          type: "audio/wav",
          recording_id: recording.id,
          filename: recording.fileName,
          public_url,
        }))
      : [],
  };
}

/** `/log/retrieve`: newest first, and only today's calls unless the request names a window. */
export function logRetrieve(params: Params, context: ApiContext) {
  const { center, bent } = context;
  const page = pageOf(params, { limit: 10, max: 500 });
  if ("success" in page) return page;
  for (const [name, among, code, text] of known) {
    const asked = params.get(name)?.split(",") ?? [];
    if (asked.some((one) => among.every(({ id }) => id !== one))) return refusal(code, text);
  }
  const asked = Object.entries(filters).flatMap(([name, of]) => {
    const wanted = params.get(name)?.split(",");
    return wanted ? [(call: Call) => wanted.includes(of(call) ?? "")] : [];
  });
  const ids = params.get("id")?.split(",");
  const candidates = ids ? ids.flatMap((id) => center.calls.get(id) ?? []) : [...center.calls.values()];
  const isInWindow = windowOf(params, context);
  const found = candidates
    .filter((call) => isListed(call, center.clock()) && isInWindow(call))
    .filter((call) => asked.every((matches) => matches(call)))
    .sort((a, b) => b.startedAt - a.startedAt || Number(b.id) - Number(a.id));
  if (!ids) found.splice(0, bent.leavesOut);
  if (params.get("order")?.toLowerCase() === "asc") found.reverse();
  const limit = Math.min(page.limit, bent.mostRows);
  const from = bent.take("repeats") ? Math.max(0, page.offset - 1) : page.offset;
  const shown = found.slice(from, from + limit);
  const isMoving = bent.take("moves");
  return {
    success: true,
    data: {
      offset: page.offset,
      limit,
      total_found: String(found.length + bent.overstates + (isMoving ? 1 : 0)),
      entries: shown.length,
      results: shown.map((call) => toRow(call, params.get("include_recordings") === "1", context)),
    },
  };
}

const isListed = ({ startedAt, loggedAt, vanishedAt }: Call, now: number) =>
  startedAt <= now && loggedAt <= now && (vanishedAt === null || vanishedAt > now);

/**
 * Which calls are in the window that a request names, today by default. A server that keeps moments takes a text that autumn
 * repeats for one of the two; one that keeps texts compares them as they are.
 */
function windowOf(params: Params, { center, timeZone, bent }: ApiContext): (call: Call) => boolean {
  if (bent.ignoresWindow) return () => true;
  const today = DateTime.fromMillis(center.clock(), { zone: timeZone });
  const from = fromAccountTime(params.get("start_time") ?? "", timeZone) ?? today.startOf("day").toMillis();
  const to = fromAccountTime(params.get("end_time") ?? "", timeZone) ?? today.endOf("day").toMillis();
  if (!bent.keepsTexts) return ({ startedAt }) => startedAt >= from && startedAt < to + 1000;
  const [first, last] = [
    params.get("start_time") ?? toAccountTime(from, timeZone),
    params.get("end_time") ?? toAccountTime(to, timeZone),
  ];
  return ({ startedAt }) => {
    const text = toAccountTime(startedAt, timeZone);
    return text >= first && text <= last;
  };
}
