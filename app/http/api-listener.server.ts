import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createHeaders } from "@remix-run/node-fetch-server";
import { readIncomingBody } from "#app/http/read-body.server.ts";
import { log } from "#app/log.server.ts";

/**
 * The short way from a socket to the resource routes below /api, Remix's handler included. A webhook goes on from here to
 * its route, `readRawDelivery`, `receiveDelivery`, `storeTogether`, `prepareDeliveries`, and back as `answerDelivery`.
 *
 * - Remix gets a build of that route alone: it ranks all that it has anew for every request, twice.
 * - The body comes beside the `Request`, as `readBody` in the load context: Remix makes two more requests out of each, and
 *   with them two more streams.
 * - The answer is short, so it goes out in one piece.
 *
 * @returns how to handle a request; null for an address that is none of these routes
 */
export function createApiListener(build: ServerBuild, mode: string) {
  const routes = Object.values(build.routes).filter(({ path }) => path?.startsWith("api/"));
  const handlers = new Map(
    routes.map((route) => {
      const alone = { ...build, routes: { [route.id]: { ...route, parentId: undefined } } };
      return [`/${route.path}`, createRequestHandler(alone as ServerBuild, mode)];
    }),
  );

  return (req: IncomingMessage, isTls: boolean): ((res: ServerResponse) => Promise<void>) | null => {
    const { method = "GET", url = "/" } = req;
    const end = url.indexOf("?");
    const handle = handlers.get(end < 0 ? url : url.slice(0, end));
    if (!handle) return null;
    return async (res) => {
      const hasBody = method !== "GET" && method !== "HEAD";
      try {
        const address = `${isTls ? "https" : "http"}://${req.headers.host ?? "localhost"}${url}`;
        const response = await handle(new Request(address, { method, headers: createHeaders(req) }), {
          clientAddress: req.socket.remoteAddress,
          ...(hasBody && { readBody: (limit: number) => readIncomingBody(req, limit).catch(hungUp) }),
        });
        const body = await response.text();
        if (res.destroyed) return;
        for (const [name, value] of response.headers) res.setHeader(name, value);
        if (hasBody || body.length > 0) res.setHeader("content-length", Buffer.byteLength(body));
        res.writeHead(response.status).end(method === "HEAD" ? undefined : body);
      } catch (error) {
        log().error({ err: error }, "request failed");
        if (!res.headersSent) res.writeHead(500).end();
      }
    };
  };
}

/** Nobody is there to read this; a fault to be logged it is not. */
function hungUp(): never {
  throw new Response(null, { status: 400 });
}
