import { gzipSync } from "node:zlib";
import { htmlPage, refusal } from "./vendor-answer.ts";

/** What a link may answer instead of sound. */
export const badRecordings = [
  "403",
  "404",
  "410",
  "429",
  "500",
  "missing",
  "text",
  "plain text",
  "page",
  "empty",
  "cut short",
  "not audio",
  "elsewhere",
  "timeout",
  "no length",
] as const;
export type BadRecording = (typeof badRecordings)[number];

const mp3 = (body: BodyInit | null, headers: Record<string, string> = {}) =>
  new Response(body, { headers: { "content-type": "audio/mpeg", ...headers } });

/** Answers a link in a bad way. */
export function answerBadly(kind: BadRecording, audio: Uint8Array<ArrayBuffer>): Response | Promise<Response> {
  switch (kind) {
    case "403":
      return new Response("Forbidden", { status: 403 });
    case "404":
      return new Response("Not Found", { status: 404 });
    case "410":
      return new Response("Gone", { status: 410 });
    case "429":
      return new Response("Too Many Requests", { status: 429, headers: { "retry-after": "1" } });
    case "500":
      return new Response("Failed to process", { status: 500 });
    case "missing":
      return Response.json(refusal(404, "Recording not found!"));
    case "text":
      return mp3("The recording could not be opened.");
    case "plain text":
      return new Response("The recording could not be opened.", { headers: { "content-type": "text/plain" } });
    case "page":
      return htmlPage(200);
    case "empty":
      return mp3(null, { "content-length": "0" });
    case "cut short":
      return mp3(gzipSync(audio).subarray(0, 2000), { "content-encoding": "gzip" });
    case "not audio":
      return mp3(`%PDF-1.7\n${"\u0000".repeat(600)}`);
    case "elsewhere":
      return new Response(null, { status: 302, headers: { location: "https://login.example/sign-in" } });
    case "timeout":
      return new Promise(() => {}); // held until the client hangs up or the simulator stops
    case "no length":
      return new Response(new Blob([audio]).stream(), { headers: { "content-type": "audio/wav" } });
  }
}
