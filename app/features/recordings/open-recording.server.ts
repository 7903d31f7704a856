import { env } from "#app/env.server.ts";

/** A redirect is followed so often at most, each to be checked like the first address. */
const MAX_REDIRECTS = 3;
const PATIENCE_MS = 15_000;

/** Headers of the vendor's answer that a player needs. */
const PASSED_ON = ["content-type", "content-length", "content-range", "accept-ranges", "last-modified", "etag"];

export type OpenedRecording =
  | { ok: true; status: number; headers: Headers; body: ReadableStream<Uint8Array> | null }
  | { ok: false; status: number; reason: string };

/**
 * Opens a recording at its vendor's address, or the part of it that `range` asks for, to be streamed on.
 *
 * Only addresses of RECORDING_HOSTS (and of CONVOSO_API_URL's host) are asked, also after a redirect: the address came in
 * a webhook, and must not make this server fetch from its own network.
 */
export async function openRecording(url: string, range: string | null, signal: AbortSignal): Promise<OpenedRecording> {
  let at = new URL(url);
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (!isAllowed(at)) {
      return { ok: false, status: 403, reason: `Recordings are not played from ${at.host}: see RECORDING_HOSTS.` };
    }
    const response = await ask(at, range, signal);
    if (!response) return { ok: false, status: 502, reason: "The recording's host did not answer." };
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location) return pass(response);
    await response.body?.cancel();
    at = new URL(location, at);
  }
  return { ok: false, status: 502, reason: "The recording's host redirects without end." };
}

function isAllowed(url: URL): boolean {
  const { RECORDING_HOSTS, CONVOSO_API_URL } = env();
  if (url.host === new URL(CONVOSO_API_URL).host) return true;
  if (url.protocol !== "https:" && !RECORDING_HOSTS.includes(url.hostname)) return false;
  return RECORDING_HOSTS.some((host) =>
    host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  );
}

async function ask(url: URL, range: string | null, signal: AbortSignal): Promise<Response | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    return await fetch(url, {
      headers: { "accept-encoding": "identity", ...(range && { range }) },
      redirect: "manual",
      signal: AbortSignal.any([signal, patience.signal]),
    });
  } catch {
    return null; // its message may hold the address, which is a secret
  } finally {
    clearTimeout(timer);
  }
}

function pass(response: Response): OpenedRecording {
  const type = response.headers.get("content-type") ?? "";
  // Convoso says "Recording not found!" in JSON under 200.
  if (!response.ok || /json|html/.test(type)) {
    void response.body?.cancel();
    const isGone = response.ok || response.status === 404 || response.status === 410;
    return isGone
      ? { ok: false, status: 404, reason: "Convoso does not have this recording (any more)." }
      : { ok: false, status: 502, reason: `The recording's host answered ${response.status}.` };
  }
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return { ok: true, status: response.status, headers, body: response.body };
}
