import { fromAccountTime, toAccountTime } from "./account-time.ts";
import type { ApiContext } from "./log-retrieve.ts";
import { type Params, pageOf, refusal } from "./vendor-answer.ts";

/**
 * `/leads/get-recordings`, with the real one's traps: `lead_id=0` answers with everybody's recordings, no reply says which
 * call a recording belongs to, and `url` is a bare file name.
 */
export function leadRecordings(params: Params, { center, timeZone }: ApiContext) {
  const leadId = params.get("lead_id");
  if (leadId === undefined || (leadId !== "0" && !center.leads.has(leadId))) return refusal(6001, "No such Lead.");
  const page = pageOf(params, { limit: 10, max: 100 });
  if ("success" in page) return page;
  const from = fromAccountTime(params.get("start_time") ?? "", timeZone) ?? Number.NEGATIVE_INFINITY;
  const to = fromAccountTime(params.get("end_time") ?? "", timeZone) ?? Number.POSITIVE_INFINITY;
  const found = [...center.calls.values()]
    .filter((call) => leadId === "0" || call.lead.id === leadId)
    .filter((call) => call.startedAt >= from && call.startedAt <= to)
    .flatMap((call) =>
      call.recording && center.clock() >= call.recording.listedAt ? [{ call, recording: call.recording }] : [],
    )
    .sort((a, b) => b.call.startedAt - a.call.startedAt);
  return {
    success: true,
    data: {
      offset: page.offset,
      limit: page.limit,
      total: String(found.length),
      entries: found.slice(page.offset, page.offset + page.limit).map(({ call, recording }) => ({
        recording_id: recording.id,
        lead_id: call.lead.id,
        start_time: toAccountTime(call.startedAt, timeZone),
        end_time: toAccountTime(call.endedAt, timeZone),
        seconds: String(call.seconds),
        url: recording.fileName,
      })),
    },
  };
}
