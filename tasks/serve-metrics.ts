import { createServer } from "node:http";
import { holdsMetricsToken, METRICS_TYPE, writeMetrics } from "#app/features/metrics/write-metrics.server.ts";
import { log } from "#app/log.server.ts";

/** Answers Prometheus at /metrics, on a port of the worker's own. Does not keep the process from ending. */
export function serveMetrics(port: number, host: string): void {
  const server = createServer(async ({ url, headers }, res) => {
    const isAllowed = url === "/metrics" ? holdsMetricsToken(headers.authorization ?? null) : null;
    if (!isAllowed) return void res.writeHead(isAllowed === null ? 404 : 401).end();
    try {
      res.writeHead(200, { "Content-Type": METRICS_TYPE }).end(await writeMetrics());
    } catch (error) {
      log().error({ err: error }, "the metrics could not be read");
      res.writeHead(500).end();
    }
  });
  server.on("error", (error) => log().error({ err: error }, "the worker's metrics cannot be served"));
  server.listen(port, host, () => log().info({ address: server.address() }, "the worker's metrics are served"));
  server.unref();
}
