// Convoso's call log, as cheap as it can be: it has a recording of every call, and remembers when it was asked for which.
import { createServer } from "node:http";

let asked: { callId: string; at: number }[] = [];

const server = createServer((request, response) => {
  const url = request.url ?? "/";
  response.setHeader("content-type", "application/json");
  if (url.startsWith("/asked")) {
    response.end(JSON.stringify(asked));
    asked = [];
    return;
  }
  const callId = /[?&]id=(\d+)/.exec(url)?.[1] ?? "";
  if (callId) asked.push({ callId, at: Date.now() });
  response.end(
    `{"success":true,"data":{"offset":0,"limit":10,"entries":1,"total_found":1,"results":[{"id":"${callId}","lead_id":"51","status":"SALE","status_name":"Sale","call_length":"120","call_date":"2026-03-02 10:00:00","call_type":"OUTBOUND","recording":[{"src":"${callId}.wav","type":"audio/wav","recording_id":"7","public_url":"https://recordings.example.com/play-recording-public/${callId}"}]}]}}`,
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1");
