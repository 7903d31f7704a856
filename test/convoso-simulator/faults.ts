import { z } from "zod";
import { htmlPage, refusal } from "./vendor-answer.ts";

const kinds = [
  "refused",
  "html",
  "401",
  "403",
  "5001",
  "429",
  "500",
  "timeout",
  "redirect",
  "oversized",
  "disconnect",
] as const;

/**
 * A trouble that the next `times` API requests meet; with a `path`, such as "users/search", those to it alone. `code` and
 * `text` belong to "refused".
 */
export const Fault = z.object({
  kind: z.enum(kinds),
  times: z.int().min(1).default(1),
  path: z.string().optional(),
  retryAfterSeconds: z.number().min(0).optional(),
  code: z.int().default(6004),
  text: z.string().default("No such Campaign."),
});
export type Fault = z.infer<typeof Fault>;

/** Troubles on order, first come first met. */
export function createFaults() {
  let waiting: Fault[] = [];
  return {
    add(fault: Fault) {
      waiting.push({ ...fault });
    },
    /** The trouble that a request to this path meets, or null. */
    take(pathname: string): Fault | null {
      const fault = waiting.find(({ path }) => path === undefined || pathname === `/v1/${path}`);
      if (!fault) return null;
      fault.times -= 1;
      if (fault.times === 0) waiting = waiting.filter((other) => other !== fault);
      return fault;
    },
    clear() {
      waiting = [];
    },
  };
}

/** A body that breaks after its first bytes, which closes the connection. */
function brokenBody(): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"success":'));
    },
    pull() {
      throw new Error("The simulator hangs up.");
    },
  });
}

/** Answers a request with the trouble instead of with what it asked for. */
export function answerFault(fault: Fault, request: Request): Response | Promise<Response> {
  const retryAfter =
    fault.retryAfterSeconds === undefined ? undefined : { "retry-after": String(fault.retryAfterSeconds) };
  switch (fault.kind) {
    case "refused":
      return Response.json(refusal(fault.code, fault.text));
    case "html":
      return htmlPage(200);
    case "401":
      return Response.json(refusal(401, "Authorization token is missing or not valid."), { status: 401 });
    case "403":
      return Response.json(refusal(403, "Forbidden"), { status: 403 });
    case "5001":
      return Response.json(refusal(5001, "Invalid token."));
    case "429":
      return Response.json(refusal(429, "Too Many Requests"), { status: 429, headers: retryAfter });
    case "500":
      return new Response("Failed to process", { status: 500, headers: retryAfter });
    case "redirect":
      return new Response(null, {
        status: 302,
        headers: { location: `/login?back=${encodeURIComponent(request.url)}` },
      });
    case "oversized":
      return Response.json({ success: true, data: { results: [], filler: "x".repeat(3 * 1024 * 1024) } });
    case "disconnect":
      return new Response(brokenBody(), { headers: { "content-type": "application/json" } });
    case "timeout":
      return new Promise(() => {}); // held until the client hangs up or the simulator stops
  }
}
