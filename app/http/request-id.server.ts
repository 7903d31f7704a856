import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { isBehindProxy } from "#app/http/is-tls.server.ts";

/** Nothing that could break a header or a line of the log. */
const SAFE = /^[\w.:/+=@-]{8,128}$/;

/** The id under which the log and the answer name this request: the one that our own proxy gave it, or a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers["x-request-id"];
  return isBehindProxy() && typeof given === "string" && SAFE.test(given) ? given : randomUUID();
}
