import type { IncomingMessage, ServerResponse } from "node:http";
import { createRequestHandler, type ServerBuild } from "@remix-run/node";
import { createRequestListener } from "@remix-run/node-fetch-server";
import compression from "compression";
import sirv from "sirv";
import { refuseCrossSite } from "#app/http/require-same-origin.server.ts";
import { PEER_HEADER } from "#app/lib/peer-header.ts";
import { log } from "#app/log.server.ts";

/** Answers with files and pages: all that lies outside of /api, and what is unknown there. */
export function createPortalListener(build: ServerBuild, mode: string, { trustProxy }: { trustProxy: boolean }) {
  const handleRequest = createRequestHandler(build, mode);
  const listener = createRequestListener(
    (request: Request) =>
      // Remix would answer a form of another site with a bare 500. Webhooks are no forms.
      (isWebhook(request) ? null : refuseCrossSite(request)) ??
      handleRequest(request, { clientAddress: request.headers.get(PEER_HEADER) ?? undefined }).then(inWords),
    { trustProxy, onError: (error) => log().error({ err: error }, "request failed") },
  );
  const serveFile = sirv("public", {
    dev: mode === "development",
    // The build left both beside each file.
    brotli: true,
    gzip: true,
    // File names under /build hold a digest of their content.
    setHeaders: (res, path) =>
      res.setHeader(
        "cache-control",
        path.startsWith("/build/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
      ),
  });
  const compress = compression();

  return (req: IncomingMessage, res: ServerResponse): void => {
    compress(req as never, res as never, () => serveFile(req, res, () => void listener(req, res)));
  };
}

/** A refusal of Remix's own, which says no more than "Unexpected Server Error", in words for who asked. */
function inWords(refusal: Response): Response {
  const { status, headers } = refusal;
  const isRemixes = headers.has("X-Remix-Error") && headers.get("content-type")?.startsWith("application/json");
  const isLastResort = status === 500 && headers.get("content-type") === "text/plain";
  if (!isRemixes && !isLastResort) return refusal;
  const text =
    status < 500
      ? "This address takes no forms. Go back to the page, and try again from there."
      : "Something went wrong. The reason is in the server's log. Try again in a moment.";
  return new Response(`${text}\n`, { status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

function isWebhook({ url }: Request): boolean {
  return new URL(url).pathname.startsWith("/api/");
}
