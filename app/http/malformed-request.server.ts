import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";

/** Why a request is no request that the app can be given, with the status to say so. */
export type RequestFault = { status: number; error: string; message: string };

/** What `Request` does not take at all, and nobody needs here. */
const UNKNOWN_TO_FETCH = /^(CONNECT|TRACE|TRACK)$/i;

/** What is wrong with a request that Node could read; null where nothing is. */
export function findRequestFault({ method = "", url = "", headers }: IncomingMessage): RequestFault | null {
  if (UNKNOWN_TO_FETCH.test(method)) {
    return { status: 405, error: "method_not_allowed", message: `${method} is not accepted here.` };
  }
  const address = url.startsWith("/") ? URL.parse(`http://${headers.host ?? "localhost"}${url}`) : null;
  // With a user name or another path in it, a Host header would make the address mean something else.
  const isAsSaid = address !== null && address.username === "" && !/[/\\?#]/.test(headers.host ?? "");
  if (!isAsSaid) return { status: 400, error: "bad_request", message: "The address or the Host header is not valid." };
  // Remix's own, from before single fetch: it would answer for the route, with the details of a fault.
  if (address.searchParams.has("_data")) {
    return { status: 400, error: "bad_request", message: "The parameter _data is not accepted here." };
  }
  return null;
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
