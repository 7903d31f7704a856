import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export type Captured = { path: string; query: string; headers: Record<string, unknown>; body: string };

/** Stands where the portal would and keeps what arrives, byte for byte. */
export async function capturePortal() {
  const captured: Captured[] = [];
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? "", "http://portal");
    captured.push({ path: pathname, query: search.slice(1), headers: request.headers, body: await text(request) });
    response.writeHead(200, { "content-type": "application/json" }).end('{"ok":true}');
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    captured,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
