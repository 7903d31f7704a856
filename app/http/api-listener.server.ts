import { globSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { basename } from "node:path";
import type { ActionFunction, AppLoadContext, LoaderFunction } from "@remix-run/node";
import { createHeaders } from "@remix-run/node-fetch-server";
import { faultBody } from "#app/http/malformed-request.server.ts";
import { readIncomingBody } from "#app/http/read-limited-body.server.ts";
import { tell } from "#app/lib/observe.server.ts";
import { isMeantForWebhooks, plainPath } from "#app/lib/webhook-address.ts";
import { log } from "#app/log.server.ts";

const ROUTES = new URL("../routes/", import.meta.url);

type ApiRoute = { loader: LoaderFunction; action?: ActionFunction };

/**
 * The short way from a socket to the resource routes below /api and to /metrics, without Remix's handler. A webhook continues from here to
 * its route, `readRawDelivery`, `receiveDelivery`, `storeTogether`, `planDeliveries`, and back as `answerDelivery`.
 *
 * - The routes are loaded from their source, so that deliveries are accepted before the portal is built and loaded.
 * - The body is passed beside the `Request`, as `readLimitedBody` in the load context, because a web stream is slow.
 * - The answer is short, so it goes out in one piece.
 *
 * @param more what the routes get as their context besides
 * @returns how to handle a request; null for an address that is none of these routes
 */
export async function createApiListener(more: AppLoadContext = {}) {
  const files = globSync("{api.*,metrics}.ts", { cwd: ROUTES });
  const routes = new Map<string, ApiRoute>(
    await Promise.all(
      files.map(async (file) => {
        const path = basename(file, ".ts").replaceAll(".", "/"); // as Remix reads it
        return [`/${path}`, (await import(new URL(file, ROUTES).href)) as ApiRoute] as const;
      }),
    ),
  );

  return (req: IncomingMessage, isTls: boolean): ((res: ServerResponse) => Promise<void>) | null => {
    const route = findRoute(routes, req);
    return route ? (res) => answer(route, { req, res, isTls, more }) : null;
  };
}

/** Deliveries to an address that is nearly right are taken here, too, and do not pass through the pages. */
function findRoute(routes: Map<string, ApiRoute>, { url = "/", method }: IncomingMessage): ApiRoute | undefined {
  const end = url.indexOf("?");
  const path = end < 0 ? url : url.slice(0, end);
  const exact = routes.get(path);
  if (exact) return exact;
  const plain = plainPath(path);
  const isPosted = method !== "GET" && method !== "HEAD";
  const isOurs = plain === "/api" || plain.startsWith("/api/") || (isPosted && isMeantForWebhooks(path));
  return routes.get(plain) ?? (isOurs ? routes.get("/api/$") : undefined);
}

type Asked = { req: IncomingMessage; res: ServerResponse; isTls: boolean; more: AppLoadContext };

async function answer(route: ApiRoute, { req, res, isTls, more }: Asked): Promise<void> {
  const { method = "GET", url = "/" } = req;
  const hasBody = method !== "GET" && method !== "HEAD";
  try {
    const address = `${isTls ? "https" : "http"}://${req.headers.host ?? "localhost"}${url}`;
    const request = new Request(address, { method, headers: createHeaders(req) });
    const context = {
      ...more,
      clientAddress: req.socket.remoteAddress,
      ...(hasBody && { readLimitedBody: (limit: number) => readIncomingBody(req, limit).catch(hungUp) }),
    };
    const response = await call(hasBody ? route.action : route.loader, { request, context, params: {} });
    const body = await response.text();
    if (res.destroyed) return;
    for (const [name, value] of response.headers) res.setHeader(name, value);
    if (hasBody || body.length > 0) res.setHeader("content-length", Buffer.byteLength(body));
    res.writeHead(response.status).end(method === "HEAD" ? undefined : body);
  } catch (error) {
    log().error({ err: error, requestId: res.getHeader("x-request-id") }, "request failed");
    tell("request failed", { part: "deliveries" });
    if (!res.headersSent) res.writeHead(500).end();
  }
}

/** What a route returns or throws as its answer. */
async function call(handler: LoaderFunction | undefined, args: Parameters<LoaderFunction>[0]): Promise<Response> {
  if (!handler) return refuse(405, "method_not_allowed", `${args.request.method} is not accepted here.`);
  try {
    return (await handler(args)) as Response;
  } catch (error) {
    if (error instanceof Response) return error;
    throw error;
  }
}

function refuse(status: number, error: string, message: string): Response {
  return new Response(faultBody({ status, error, message }), {
    status,
    headers: { "Content-Type": "application/json" },
  });
}

/** The sender does not read this answer, and it is no fault of ours that should be logged. */
function hungUp(): never {
  throw new Response(null, { status: 400 });
}
