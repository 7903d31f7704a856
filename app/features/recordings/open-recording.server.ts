import { Agent, request } from "undici";
import { env } from "#app/env.server.ts";
import { failed, type OpenedRecording, type Opening, refused } from "#app/features/recordings/opening.server.ts";
import {
  type Asked,
  hangUp,
  type PlayingLimits,
  passRecording,
  type Response,
} from "#app/features/recordings/pass-recording.server.ts";
import { PrivateAddress, publicOnly } from "#app/features/recordings/public-only.server.ts";
import { singleton } from "#app/lib/singleton.ts";

/** A redirect is followed so often at most, each to be checked like the first address. */
const MAX_REDIRECTS = 3;

/** Two hours of uncompressed telephone sound are 115 MB; half an hour or more of MP3 is 4 MiB. */
const LIMITS: PlayingLimits = {
  ...{ bytes: 512 * 1024 * 1024, answerMs: 15_000, idleMs: 30_000, wholeMs: 3_600_000 },
  aheadBytes: 4 * 1024 * 1024,
};

type Asking = Asked & { signal: AbortSignal; limits?: PlayingLimits };

/**
 * Opens a recording at its vendor's address, or the part of it that `range` asks for, also where the vendor sends the whole. What
 * is not sound is never passed on.
 *
 * Only addresses of RECORDING_HOSTS (and of CONVOSO_API_URL's host) are asked, and names only where they lead to the open
 * internet, also after a redirect: the address came in a webhook, and must not make this server fetch from its own
 * network. What goes beyond the limits, or is not wanted any more (`signal`), breaks off, towards the vendor as well.
 */
export async function openRecording(url: string, asked: Asking): Promise<OpenedRecording> {
  const { limits = LIMITS } = asked;
  let hostStatus: number | null = null;
  const opened = await open(url, asked, limits, (status) => {
    hostStatus = status;
  });
  return { ...opened, hostStatus };
}

async function open(
  url: string,
  asked: Asking,
  limits: PlayingLimits,
  onStatus: (status: number) => void,
): Promise<Opening> {
  try {
    const headers = {
      "accept-encoding": "identity",
      ...(asked.range !== null && { range: asked.range }),
      ...(asked.range !== null && asked.ifRange && { "if-range": asked.ifRange }),
    };
    const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(limits.wholeMs)]);
    const response = await follow(new URL(url), async (at) => {
      const answer = await request(at, { headers, dispatcher: agentOf(limits), signal });
      onStatus(answer.statusCode);
      return answer;
    });
    return "ok" in response ? response : await passRecording(response, asked, limits);
  } catch (error) {
    // The error itself may hold the address, which is a secret.
    if (error instanceof PrivateAddress) {
      return failed(
        "host",
        "The portal does not load recordings from private networks. To allow a host, add its IP address to RECORDING_HOSTS.",
      );
    }
    return refused(502, "The recording's host did not answer.");
  }
}

/** For long enough to be used again at the usual pace, and far less than hosts wait until they end a connection. */
const KEPT_MS = 1_000;

/** Connections are kept, so that a host with many recordings greets once. Their address was checked when they were opened. */
function agentOf(limits: PlayingLimits): Agent {
  const { answerMs, idleMs, bytes } = limits;
  return singleton(`recordings-agent-${answerMs}-${idleMs}-${bytes}`, () => {
    const connect = { lookup: publicOnly(), timeout: answerMs };
    const kept = { keepAliveTimeout: KEPT_MS, keepAliveMaxTimeout: KEPT_MS };
    return new Agent({ connect, ...kept, headersTimeout: answerMs, bodyTimeout: idleMs, maxResponseSize: bytes });
  });
}

async function follow(start: URL, ask: (url: URL) => Promise<Response>): Promise<Response | Opening> {
  let at = start;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
    if (!isAllowed(at))
      return failed("host", `The portal does not load recordings from ${at.host}: see RECORDING_HOSTS.`);
    const response = await ask(at);
    const { location } = response.headers;
    if (response.statusCode < 300 || response.statusCode >= 400 || typeof location !== "string") return response;
    hangUp(response);
    at = new URL(location, at);
  }
  return failed("redirects");
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
