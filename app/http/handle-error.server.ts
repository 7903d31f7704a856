import { tell } from "#app/lib/observe.server.ts";
import { log } from "#app/log.server.ts";

/** Where a loader, an action or a page throws what nobody expected. Remix would print it whole, with the row in it. */
export function handleError(error: unknown, { request }: { request: Request }): void {
  const isTheirs = isRouteError(error) && error.status < 500; // such as a page that does not exist
  if (isTheirs || request.signal.aborted) return;
  log().error({ err: error, requestId: request.headers.get("x-request-id") }, "a request failed");
  tell("request failed", { part: "pages" });
}

/** Remix's isRouteErrorResponse, whose package would bring React along. */
function isRouteError(error: unknown): error is { status: number } {
  const { status, statusText, internal } = (error ?? {}) as Record<string, unknown>;
  return typeof status === "number" && typeof statusText === "string" && typeof internal === "boolean";
}
