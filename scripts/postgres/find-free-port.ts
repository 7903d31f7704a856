import { once } from "node:events";
import { createServer } from "node:net";

/** `port` if nobody listens there, else the next free one. 0 takes any. */
export async function findFreePort(port: number): Promise<number> {
  for (let candidate = port; candidate < port + 100; candidate += 1) {
    const free = await listenOnce(candidate, "127.0.0.1");
    if (free !== undefined) return free;
  }
  throw new Error(`No free port from ${port} to ${port + 99}.`);
}

/** Whether a server could listen on `port` of `host` now. */
export async function isFreePort(port: number, host: string): Promise<boolean> {
  return (await listenOnce(port, host)) !== undefined;
}

/** The port, or undefined when it is taken. */
async function listenOnce(port: number, host: string): Promise<number | undefined> {
  const server = createServer().listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return undefined;
    throw error;
  }
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === "object" ? address?.port : undefined;
}

/**
 * A port below those that outgoing connections come from: a client that tries one of those again and again may meet itself,
 * and then nobody can listen there any more.
 */
export function findQuietPort(): Promise<number> {
  return findFreePort(20_000 + Math.floor(Math.random() * 12_000));
}
