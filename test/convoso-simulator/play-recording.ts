import { synthesizeCall } from "./audio.ts";
import { answerBadly } from "./bad-recordings.ts";
import type { CallCenter } from "./call-center.ts";
import { uIdOfLink } from "./recording.ts";
import { refusal } from "./vendor-answer.ts";

/** The bytes that `Range` asks for, first and last; null for a form that we answer in full, "none" where there are none. */
function parseRange(header: string | null, size: number): { first: number; last: number } | "none" | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match || (match[1] === "" && match[2] === "")) return null;
  const [from, to] = [match[1] ?? "", match[2] ?? ""];
  const first = from === "" ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === "" || to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return first > last || first >= size ? "none" : { first, last };
}

/**
 * Answers a public link: badly where that was ordered, 404 while the audio is not there yet, the vendor's 58 bytes of JSON under HTTP 200 once it is
 * purged (or was never there), else a WAV file, whole or by range. A link that was given before the simulator was started
 * again plays on, so that a demo keeps its recordings.
 */
export function playRecording(request: Request, center: CallCenter): Response | Promise<Response> {
  const uId = uIdOfLink(new URL(request.url).pathname.split("/").at(-1) ?? "");
  const call = [...center.calls.values()].find(({ recording }) => uId !== null && recording?.uId === uId);
  const { audibleAt, purgedAt } = call?.recording ?? { audibleAt: 0, purgedAt: Number.POSITIVE_INFINITY };
  const now = center.clock();
  if (uId === null || now >= purgedAt) return Response.json(refusal(404, "Recording not found!"));
  if (now < audibleAt) return new Response("Not Found", { status: 404 });

  const audio = synthesizeCall(uId);
  const bad = center.badLinks.get(uId);
  if (bad) return answerBadly(bad, audio);
  const range = parseRange(request.headers.get("range"), audio.byteLength);
  if (range === "none") {
    return new Response(null, { status: 416, headers: { "content-range": `bytes */${audio.byteLength}` } });
  }
  const { first, last } = range ?? { first: 0, last: audio.byteLength - 1 };
  const headers = new Headers({
    "accept-ranges": "bytes",
    "content-length": String(last - first + 1),
    "content-type": "audio/wav",
  });
  if (range) headers.set("content-range", `bytes ${first}-${last}/${audio.byteLength}`);
  return new Response(audio.subarray(first, last + 1), { status: range ? 206 : 200, headers });
}
