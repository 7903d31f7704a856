/// <reference types="@remix-run/dev" />
/// <reference types="@remix-run/node" />
import "@remix-run/node";
import type { ReadLimitedBody } from "#app/http/read-limited-body.server.ts";

declare module "@remix-run/node" {
  // Loaders return Dates as Dates: see `future` in remix.config.js.
  interface Future {
    v3_singleFetch: true;
  }
  interface AppLoadContext {
    /** The peer's address, or the client's where a proxy is trusted; set by our own host, absent under other hosts. */
    clientAddress?: string;
    /** The body of a request below /api, which has none itself; set by server.ts, absent under other hosts. */
    readLimitedBody?: ReadLimitedBody;
    /** Runs the jobs that are due; set by serverless.ts. Elsewhere a worker does. */
    runDueJobs?: () => Promise<object>;
  }
}
