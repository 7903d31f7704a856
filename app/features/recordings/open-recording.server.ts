import { Agent, fetch, type Response } from "undici";
import { env } from "#app/env.server.ts";
import { PrivateAddress, publicOnly } from "#app/features/recordings/public-only.server.ts";

/** A redirect is followed so often at most, each to be checked like the first address. */
const MAX_REDIRECTS = 3;

/** What one playing may take. `idleMs`: without a byte while somebody waits for one; a paused player does not count. */
export type PlayingLimits = { bytes: number; answerMs: number; idleMs: number; wholeMs: number };

/** Two hours of uncompressed telephone sound are 115 MB. */
const LIMITS: PlayingLimits = { bytes: 512 * 1024 * 1024, answerMs: 15_000, idleMs: 30_000, wholeMs: 3_600_000 };

/** Headers of the vendor's answer that a player needs. */
const PASSED_ON = ["content-type", "content-length", "content-range", "accept-ranges", "last-modified", "etag"];

export type OpenedRecording =
  | { ok: true; status: number; headers: Headers; body: ReadableStream<Uint8Array> | null }
  | { ok: false; status: number; reason: string };

const refused = (status: number, reason: string): OpenedRecording => ({ ok: false, status, reason });

/**
 * Opens a recording at its vendor's address, or the part of it that `range` asks for, to be streamed on.
 *
 * Only addresses of RECORDING_HOSTS (and of CONVOSO_API_URL's host) are asked, and names only where they lead to the open
 * internet, also after a redirect: the address came in a webhook, and must not make this server fetch from its own
 * network. What goes beyond the limits, or is not wanted any more (`signal`), breaks off, towards the vendor as well.
 */
export async function openRecording(
  url: string,
  range: string | null,
  signal: AbortSignal,
  limits = LIMITS,
): Promise<OpenedRecording> {
  const agent = new Agent({
    connect: { lookup: publicOnly(), timeout: limits.answerMs },
    headersTimeout: limits.answerMs,
    bodyTimeout: limits.idleMs,
    maxResponseSize: limits.bytes,
  });
  try {
    const headers = { "accept-encoding": "identity", ...(range !== null && { range }) };
    const until = AbortSignal.any([signal, AbortSignal.timeout(limits.wholeMs)]);
    const init = { headers, dispatcher: agent, redirect: "manual", signal: until } as const;
    return await follow(new URL(url), (at) => fetch(at, init), limits);
  } catch (error) {
    // The error itself may hold the address, which is a secret.
    return (error as Error).cause instanceof PrivateAddress
      ? refused(403, "Recordings are not played from private networks: to allow one, name its IP in RECORDING_HOSTS.")
      : refused(502, "The recording's host did not answer.");
  } finally {
    void agent.close(); // once the recording was read
  }
}

async function follow(
  start: URL,
  ask: (url: URL) => Promise<Response>,
  limits: PlayingLimits,
): Promise<OpenedRecording> {
  let at = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (!isAllowed(at)) return refused(403, `Recordings are not played from ${at.host}: see RECORDING_HOSTS.`);
    const response = await ask(at);
    const location = response.headers.get("location");
    if (response.status < 300 || response.status >= 400 || !location) return pass(response, limits);
    await response.body?.cancel();
    at = new URL(location, at);
  }
  return refused(502, "The recording's host redirects without end.");
}

/** Whether the settings name this host. An IP address that they name needs no lookup, so it may be a private one. */
function isAllowed(url: URL): boolean {
  const { RECORDING_HOSTS, CONVOSO_API_URL } = env();
  if (url.protocol !== "https:" && url.protocol !== "http:") return false;
  if (url.host === new URL(CONVOSO_API_URL).host) return true;
  if (url.protocol !== "https:" && !RECORDING_HOSTS.includes(url.hostname)) return false;
  return RECORDING_HOSTS.some((host) =>
    host.startsWith("*.") ? url.hostname.endsWith(host.slice(1)) : url.hostname === host,
  );
}

function pass(response: Response, limits: PlayingLimits): OpenedRecording {
  const fault = findFault(response, limits);
  if (fault) {
    void response.body?.cancel();
    return fault;
  }
  const headers = new Headers();
  for (const name of PASSED_ON) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return { ok: true, status: response.status, headers, body: response.body as ReadableStream<Uint8Array> | null };
}

function findFault(response: Response, { bytes }: PlayingLimits): OpenedRecording | null {
  // Convoso says "Recording not found!" in JSON under 200.
  const isText = /json|html/.test(response.headers.get("content-type") ?? "");
  if ((response.ok && isText) || response.status === 404 || response.status === 410) {
    return refused(404, "Convoso does not have this recording (any more).");
  }
  if (!response.ok) return refused(502, `The recording's host answered ${response.status}.`);
  const isTooLong = Number(response.headers.get("content-length")) > bytes;
  return isTooLong ? refused(502, `The recording is longer than ${Math.floor(bytes / 1024 ** 2)} MiB.`) : null;
}
