import { globSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename } from "node:path";
import { createRequestHandler, type RequestHandler, type ServerBuild } from "@remix-run/node";
import { createHeaders } from "@remix-run/node-fetch-server";
import { handleError } from "#app/http/handle-error.server.ts";
import { readIncomingBody } from "#app/http/read-body.server.ts";
import { log } from "#app/log.server.ts";

const ROUTES = new URL("../routes/", import.meta.url);

/**
 * The short way from a socket to the resource routes below /api, Remix's handler included. A webhook goes on from here to
 * its route, `readRawDelivery`, `receiveDelivery`, `storeTogether`, `prepareDeliveries`, and back as `answerDelivery`.
 *
 * - Remix gets a build of that route alone: it ranks all that it has anew for every request, twice. Taken from its source,
 *   so that deliveries are accepted before the portal is loaded.
 * - The body comes beside the `Request`, as `readBody` in the load context: Remix makes two more requests out of each, and
 *   with them two more streams.
 * - The answer is short, so it goes out in one piece.
 *
 * @returns how to handle a request; null for an address that is none of these routes
 */
export async function createApiListener(mode: string) {
  const files = globSync("api.*.ts", { cwd: ROUTES });
  const handlers = new Map<string, RequestHandler>(
    await Promise.all(
      files.map(async (file) => {
        const path = basename(file, ".ts").replaceAll(".", "/"); // as Remix reads it
        const module = await import(new URL(file, ROUTES).href);
        return [`/${path}`, createRequestHandler(buildOf(path, module), mode)] as const;
      }),
    ),
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

/** What of a build concerns a resource route. */
function buildOf(path: string, module: object): ServerBuild {
  return {
    entry: { module: { handleError } },
    routes: { [path]: { id: path, path, module } },
    future: { v3_relativeSplatPath: true, v3_singleFetch: true, v3_throwAbortReason: true },
  } as unknown as ServerBuild;
}

/** Nobody is there to read this; a fault to be logged it is not. */
function hungUp(): never {
  throw new Response(null, { status: 400 });
}
