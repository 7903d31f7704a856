import type { Server } from "node:http";

/** What Node keeps about the processes to which connections of a server were handed over. It is not public. */
type HandedOver = { _workers?: unknown[]; _usingWorkers?: boolean };

/**
 * Takes no more connections. Resolves when the last one is closed, those that were handed over to another process too.
 * Once such a process was killed, and none has taken a connection since, Node 24 would wait for ever: it asks nobody, and
 * closes when the last has answered.
 */
export function closeServer(server: Server): Promise<void> {
  const handedOver = server as HandedOver;
  if (handedOver._workers?.length === 0) handedOver._usingWorkers = false;
  return new Promise((resolve) => server.close(() => resolve()));
}
