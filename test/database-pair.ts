import { execFileSync } from "node:child_process";
import { chownSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";
import { killPostgres } from "#test/kill-postgres.ts";

export type DatabasePair = {
  /** Of both servers, for the owner. The standby stands first, so that the order does not help. */
  url: string;
  /** The same for the portal's role. */
  appUrl: string;
  primary: EmbeddedPostgres;
  standby: EmbeddedPostgres;
  /** kill -9. A commit that waits for the standby is never confirmed. */
  killPrimary: () => Promise<void>;
  /** Runs a statement on the standby as its superuser. */
  onStandby: (text: string) => Promise<void>;
  /** Makes the standby the server that takes writes. */
  promote: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Two servers with their data below `folder`: streaming replication, and a commit waits until the standby has it on disk. */
export async function startDatabasePair(folder: string): Promise<DatabasePair> {
  const dirs = { primary: join(folder, "primary"), standby: join(folder, "standby") };
  await (await startEmbeddedPostgres({ dir: dirs.primary, port: 0 })).stop();
  execFileSync("cp", ["-a", dirs.primary, dirs.standby]);
  const { uid, gid } = statSync(join(dirs.standby, "data"));
  writeFileSync(join(dirs.standby, "data/standby.signal"), "");
  chownSync(join(dirs.standby, "data/standby.signal"), uid, gid);
  const settings = { synchronous_standby_names: "*" };
  const primary = await startEmbeddedPostgres({ dir: dirs.primary, port: 0, settings });
  const password = readFileSync(join(dirs.primary, "password"), "utf8");
  const { port } = new URL(primary.url);
  const source = `host=127.0.0.1 port=${port} user=postgres password=${password}`;
  const standby = await startEmbeddedPostgres({ dir: dirs.standby, port: 0, settings: { primary_conninfo: source } });
  async function onStandby(text: string): Promise<void> {
    const user = { user: "postgres", password, database: "postgres" };
    const client = new pg.Client({ host: "127.0.0.1", port: Number(new URL(standby.url).port), ...user });
    await client.connect();
    await client.query(text).finally(() => client.end());
  }
  const both = (of: string, first: string) =>
    of.replace(new URL(of).host, `${new URL(first).host},${new URL(of).host}`);
  return {
    url: `${both(primary.url, standby.url)}?target_session_attrs=read-write`,
    appUrl: `${both(primary.appUrl, standby.appUrl)}?target_session_attrs=read-write`,
    primary,
    standby,
    killPrimary: () => killPostgres(primary, dirs.primary),
    onStandby,
    promote: () => onStandby("select pg_promote()"),
    async stop() {
      await standby.stop(); // first, since a server that stops waits for its standby
      await primary.stop();
    },
  };
}
