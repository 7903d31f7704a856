import { once } from "node:events";
import { createServer } from "node:net";

/** `port` if nobody listens there on `host`, else the next free one. 0 takes any. */
export async function findFreePort(port: number, host = "127.0.0.1"): Promise<number> {
  for (let candidate = port; candidate < port + 100; candidate += 1) {
    const free = await listenOnce(candidate, host);
    if (free !== undefined) return free;
  }
  throw new Error(`No free port from ${port} to ${port + 99}.`);
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
