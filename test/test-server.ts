import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";

export type TestServer = { url: string; stop: () => Promise<void> };

/** A throw-away PostgreSQL in a temporary folder; it need not survive a power cut, so it does not wait for the disk. */
export async function startTestServer(): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), "portal-test-"));
  const settings = { fsync: "off", full_page_writes: "off", synchronous_commit: "off", max_connections: "200" };
  const server = await startEmbeddedPostgres({ dir: join(folder, "postgres"), port: 0, settings });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
