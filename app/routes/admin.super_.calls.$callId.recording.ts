import { playRecording } from "#app/features/archive/play-recording.server.ts";
import { fileLoader } from "#app/http/admin-loader.server.ts";
import { asSound } from "#app/http/as-sound.server.ts";
import { requireHearing } from "#app/http/require-hearing.server.ts";
import { readCallId, readPlace, recordingName } from "#app/lib/call-path.ts";

/** Plays a call's recording to operators and admins, and to listeners of its campaign. The vendor's link works for anybody, so it stays on the server. */
export const loader = /* @__PURE__ */ fileLoader("listener", async ({ db, admin, request, params }) => {
  const callId = readCallId(params.callId);
  if (callId !== null) await requireHearing(db, callId, admin);
  const place = readPlace(new URL(request.url).searchParams);
  const { headers, signal } = request;
  const asked = { place, range: headers.get("range"), ifRange: headers.get("if-range"), signal, admin };
  const recording = callId === null || place === "none" ? null : await playRecording(db, callId, { ...asked, place });
  if (!recording) throw new Response("This call has no such recording.", { status: 404 });
  if (!recording.ok) {
    const { status, reason, length } = recording;
    const behind = length === undefined ? undefined : { "content-range": `bytes */${length}` };
    throw new Response(reason, { status, ...(behind && { headers: behind }) });
  }
  const name = recordingName(callId ?? "", place === null ? undefined : recording.place);
  return new Response(recording.body, { status: recording.status, headers: asSound(recording.headers, name) });
});
