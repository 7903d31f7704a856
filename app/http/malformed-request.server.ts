import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { tell } from "#app/lib/observe.server.ts";

/** Why a request is no request that the app can be given, with the status to say so. */
export type RequestFault = { status: number; error: string; message: string };

/** What `Request` does not take at all, and nobody needs here. */
const UNKNOWN_TO_FETCH = /^(CONNECT|TRACE|TRACK)$/i;

/** What is wrong with a request that Node could read; null where nothing is. */
export function findRequestFault({ method = "", url = "", headers }: IncomingMessage): RequestFault | null {
  if (UNKNOWN_TO_FETCH.test(method)) {
    return { status: 405, error: "method_not_allowed", message: `${method} is not accepted here.` };
  }
  const address = url.startsWith("/") && isHost(headers.host ?? "localhost") ? URL.parse(`http://portal${url}`) : null;
  // PostgreSQL keeps no NUL in a text, so no row has one in its address.
  if (!address || /%00/.test(address.pathname)) {
    return { status: 400, error: "bad_request", message: "The address or the Host header is not valid." };
  }
  // Remix's own, from before single fetch: it would answer for the route, with the details of a fault.
  if (address.searchParams.has("_data")) {
    return { status: 400, error: "bad_request", message: "The parameter _data is not accepted here." };
  }
  return null;
}

/** With a user name or a path in it, a host would make the whole address mean something else. */
function isHost(text: string): boolean {
  return !/[/\\?#@\s]/.test(text) && URL.canParse(`http://${text}/`);
}

/** Takes out what a proxy passed on as a stranger wrote it: `Forwarded`, beside which ours set X-Forwarded-*, and no host. */
export function dropForgedHeaders({ headers }: IncomingMessage): void {
  delete headers.forwarded;
  const host =
    String(headers["x-forwarded-host"] ?? "")
      .split(",")[0]
      ?.trim() ?? "";
  if (!isHost(host)) delete headers["x-forwarded-host"];
}

const LINGER_MS = 5_000;

/**
 * Reads away what is left of a body once it was answered, as too long for example. Left unread it would block the
 * connection, and with it whatever a proxy sends next on it.
 */
export function discardRest(req: IncomingMessage): void {
  if (req.complete) return;
  // A reader that nobody reads from pauses the request again.
  req.removeAllListeners("data").resume();
  setTimeout(() => req.complete || req.socket.destroy(), LINGER_MS).unref();
}

/** The body of the refusal, in the shape of every other answer of the webhooks. */
export function faultBody({ error, message }: RequestFault): string {
  return JSON.stringify({ success: false, ok: false, error, message });
}

const PARSER_FAULTS: Record<string, RequestFault> = {
  HPE_HEADER_OVERFLOW: { status: 431, error: "headers_too_large", message: "Address and headers are too long." },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    error: "body_too_large",
    message: "Its chunk extensions are too long.",
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, error: "too_slow", message: "The request did not arrive in time." },
};
const NO_HTTP: RequestFault = { status: 400, error: "bad_request", message: "This is not valid HTTP." };

/** Answers what Node's parser gave up on, and hangs up: what follows on this connection cannot be trusted. */
export function answerClientError(error: Error & { code?: string }, socket: Duplex): void {
  if (error.code === "ECONNRESET" || !socket.writable) return void socket.destroy();
  const fault = PARSER_FAULTS[error.code ?? ""] ?? NO_HTTP;
  tell("request turned away", { reason: fault.error });
  const body = faultBody(fault);
  socket.end(
    [
      `HTTP/1.1 ${fault.status} ${STATUS_CODES[fault.status]}`,
      "Content-Type: application/json",
      `Content-Length: ${Buffer.byteLength(body)}`,
      "Connection: close",
      "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff",
      "",
      body,
    ].join("\r\n"),
  );
}
