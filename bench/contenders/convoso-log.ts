// Convoso's call log, as cheap as it can be: it has a recording of every call, and remembers when it was asked for which.
// Of the batches that it was told of, it also answers for spans; its times are UTC.
import { createServer } from "node:http";

/** Calls from the id `from` on, the first of which was at `at`, and the others `step` milliseconds apart. */
type Batch = { from: number; count: number; at: number; step: number };

const MOST_ROWS = 500;
let asked: { callId: string; at: number }[] = [];
let questions = 0;
const batches: Batch[] = [];

const clock = (text: string | null) => Date.parse(`${(text ?? "").replace(" ", "T")}Z`);

function row(callId: string, at: number): string {
  asked.push({ callId, at: Date.now() });
  const date = new Date(at).toISOString().slice(0, 19).replace("T", " ");
  return `{"id":"${callId}","lead_id":"51","status":"SALE","status_name":"Sale","call_length":"120","call_date":"${date}","call_type":"OUTBOUND","recording":[{"src":"${callId}.wav","type":"audio/wav","recording_id":"7","public_url":"https://recordings.example.com/play-recording-public/${callId}"}]}`;
}

function rowsWithin(from: number, to: number, offset: number): { rows: string[]; total: number } {
  const found = batches.flatMap((batch) => {
    const first = Math.max(0, Math.ceil((from - batch.at) / batch.step));
    const last = Math.min(batch.count - 1, Math.floor((to + 999 - batch.at) / batch.step));
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, nth) => ({ batch, nth: first + nth }));
  });
  const shown = found.slice(offset, offset + MOST_ROWS);
  return {
    rows: shown.map(({ batch, nth }) => row(String(batch.from + nth), batch.at + nth * batch.step)),
    total: found.length,
  };
}

const server = createServer((request, response) => {
  const { pathname, searchParams: params } = new URL(request.url ?? "/", "http://log");
  response.setHeader("content-type", "application/json");
  if (pathname === "/asked") {
    response.end(JSON.stringify({ asked, questions }));
    [asked, questions] = [[], 0];
    return;
  }
  if (pathname === "/batch") {
    const of = (name: string) => Number(params.get(name));
    batches.push({ from: of("from"), count: of("count"), at: of("at"), step: of("step") });
    response.end("{}");
    return;
  }
  const id = params.get("id");
  if (pathname.endsWith("/log/retrieve")) questions += 1;
  const { rows, total } = id
    ? { rows: [row(id, Date.now())], total: 1 }
    : rowsWithin(clock(params.get("start_time")), clock(params.get("end_time")), Number(params.get("offset") ?? 0));
  response.end(
    `{"success":true,"data":{"offset":0,"limit":${MOST_ROWS},"entries":${rows.length},"total_found":${total},"results":[${rows.join()}]}}`,
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1");
