// Convoso's call log, as cheap as it can be: one call every STEP_MS from FIRST on, in UTC. It answers for any window.
import { createServer } from "node:http";

const first = Number(process.env.FIRST);
const step = Number(process.env.STEP_MS);
const count = Number(process.env.COUNT);

const clock = (text: string | null) => Date.parse(`${(text ?? "").replace(" ", "T")}Z`);
const indexAt = (at: number) => Math.min(count, Math.max(0, Math.ceil((at - first) / step)));

function row(index: number): string {
  const id = 2_000_000_000 + index;
  const date = new Date(first + index * step).toISOString().slice(0, 19).replace("T", " ");
  const link = `https://recordings.example.com/play-recording-public/${id}`;
  return `{"id":"${id}","lead_id":"${id}","list_id":"1","campaign_id":"${index % 20}","campaign":"Campaign ${index % 20}","user":"Agent ${index % 200}","user_id":"${1000 + (index % 200)}","phone_number":"2135550100","number_dialed":"2135550100","first_name":"Ann","last_name":"Bo","status":"SALE","status_name":"Sale","call_length":"120","call_date":"${date}","agent_comment":"","queue_id":null,"queue":null,"called_count":"1","caller_id_displayed":"2135550199","inbound_number":"","term_reason":"AGENT","call_type":"OUTBOUND","queue_position":"0","queue_seconds":"0","originating_agent_id":"0","session_id":"${id}.1","recording":[{"src":"${id}.wav","type":"audio/wav","recording_id":"7","filename":"${id}.wav","public_url":"${link}"}]}`;
}

createServer((request, response) => {
  const params = new URL(request.url ?? "/", "http://log").searchParams;
  const [from, to] = [indexAt(clock(params.get("start_time"))), indexAt(clock(params.get("end_time")) + 1000)];
  const offset = Number(params.get("offset") ?? 0);
  const limit = Number(params.get("limit") ?? 10);
  const shown = [];
  for (let index = from + offset; index < Math.min(to, from + offset + limit); index++) shown.push(row(index));
  response.setHeader("content-type", "application/json");
  response.end(
    `{"success":true,"data":{"offset":${offset},"limit":${limit},"total_found":"${Math.max(0, to - from)}","entries":${shown.length},"results":[${shown.join()}]}}`,
  );
}).listen(Number(process.env.PORT), "127.0.0.1");
