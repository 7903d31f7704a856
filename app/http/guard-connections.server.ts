import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { faultBody, type RequestFault } from "#app/http/malformed-request.server.ts";
import { tell } from "#app/lib/observe.server.ts";

/** Who a connection comes from. `source` is null where many senders share it, such as a proxy. */
export type Peer = { isConvoso: boolean; source: string | null };

type Limits = {
  /** Connections of everybody together. */
  most: number;
  /** On top of it, for Convoso alone. */
  reserved: number;
  mostOfOneSource: number;
  peerOf: (socket: Socket) => Peer;
};

/** A connection, and why it is refused. `requests`: how many are under way on it. */
type Held = { peer: Peer; requests: number; fault: RequestFault | null };

const RETRY_AFTER_SECONDS = 5;
/** Connections that get an answer, and no more than that. Beyond them, Node drops new ones without a word. */
const MOST_REFUSED = 200;
/** A refused connection has this long to say what it wants. */
const REFUSED_FOR_MS = 2_000;

const TOO_MANY: RequestFault = {
  status: 429,
  error: "too_many_connections",
  message: "Too many connections are open from this address. Close some, or reuse them.",
};
const FULL: RequestFault = {
  status: 503,
  error: "too_many_connections",
  message: "The portal has no free connection. Try again in a few seconds.",
};

/**
 * Keeps a stranger from using up the connections. When all are in use, the stranger's connection that is idle for longest is
 * closed for a new one. If none is idle, or one address has too many, the new one is answered with 503 or 429 and closed.
 * Convoso's connections are never closed or refused for this, as long as its reserve lasts.
 *
 * @returns what to call first with each request: whether it was refused
 */
export function guardConnections(server: Server, { most, reserved, mostOfOneSource, peerOf }: Limits) {
  const held = new Map<Socket, Held>();
  /** Strangers' connections without a request, the one that is idle for longest first. */
  const idle = new Set<Socket>();
  const countOf = new Map<string, number>();
  let refused = 0;
  server.maxConnections = most + reserved + MOST_REFUSED;

  server.on("connection", (socket: Socket) => {
    const peer = peerOf(socket);
    const connection: Held = { peer, requests: 0, fault: null };
    held.set(socket, connection);
    socket.once("close", () => leave(socket));
    connection.fault = findFault(peer);
    if (connection.fault) {
      refused += 1;
      setTimeout(() => connection.requests > 0 || socket.destroy(), REFUSED_FOR_MS).unref();
    } else if (!peer.isConvoso) idle.add(socket);
  });

  function findFault({ isConvoso, source }: Peer): RequestFault | null {
    if (source !== null) {
      const count = (countOf.get(source) ?? 0) + 1;
      countOf.set(source, count);
      if (count > mostOfOneSource) return TOO_MANY;
    }
    if (held.size - refused <= most || closeLongestIdle()) return null;
    return isConvoso && held.size - refused <= most + reserved ? null : FULL;
  }

  function closeLongestIdle(): boolean {
    const [socket] = idle;
    if (!socket) return false;
    leave(socket);
    socket.destroy();
    return true;
  }

  function leave(socket: Socket): void {
    const connection = held.get(socket);
    if (!connection) return;
    held.delete(socket);
    idle.delete(socket);
    if (connection.fault) refused -= 1;
    const { source } = connection.peer;
    if (source === null) return;
    const left = (countOf.get(source) ?? 1) - 1;
    if (left > 0) countOf.set(source, left);
    else countOf.delete(source);
  }

  return ({ socket }: IncomingMessage, res: ServerResponse): boolean => {
    const connection = held.get(socket);
    if (!connection) return false; // it is being closed
    connection.requests += 1;
    idle.delete(socket);
    res.once("close", () => {
      connection.requests -= 1;
      const isIdle = connection.requests === 0 && held.has(socket);
      if (isIdle && !connection.fault && !connection.peer.isConvoso) idle.add(socket);
    });
    const { fault } = connection;
    if (!fault) return false;
    tell("request turned away", { reason: fault.error });
    const headers = { "Content-Type": "application/json", "Retry-After": RETRY_AFTER_SECONDS, Connection: "close" };
    res.writeHead(fault.status, headers).end(faultBody(fault));
    return true;
  };
}
