import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { bringUpToDate } from "#app/db/connection/bring-up-to-date.server.ts";
import { createDatabase } from "#test/clone-database.ts";
import { startTestServer } from "#test/test-server.ts";
import { startWebProcess, type WebProcess } from "#test/web-process.ts";
import { startWorkerProcess, stopProcess } from "#test/worker-process.ts";

/** The version before this one, as long as no version has a tag. */
const BEFORE_TAGS = "0fc0b67db7473b8e247a122f7f2f77d8e9470052";
const git = (...args: string[]) => spawnSync("git", args, { encoding: "utf8" });
const tags = git("tag", "--list", "v*", "--sort=-version:refname", "--no-contains", "HEAD").stdout?.trim().split("\n");
const before = tags?.[0] || BEFORE_TAGS;
const isWhole = git("rev-parse", "--is-shallow-repository").stdout?.trim() === "false";
const skip = isWhole ? false : "This is a shallow clone, or none, so there is no version before.";
const EVERY_MS = 20;

const serverUrl = process.env.TEST_DATABASE_URL;
const server = serverUrl ? { url: serverUrl, stop: async () => {} } : await startTestServer();
const database = await createDatabase(server.url);
const folder = mkdtempSync(join(tmpdir(), "portal-upgrade-"));
after(async () => {
  await database.drop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The version before this one, in its own folder, with the packages of this one. */
function checkOutBefore(): string {
  const old = join(folder, "before");
  mkdirSync(old);
  const tar = execFileSync("git", ["archive", before], { maxBuffer: 1 << 29 });
  execFileSync("tar", ["-x", "-C", old], { input: tar });
  symlinkSync(resolve("node_modules"), join(old, "node_modules"));
  return old;
}

/** Sends to one after the other, until it is told to stop. @returns how many each outcome had */
function sendAlways(targets: WebProcess[]): { stop: () => Promise<Record<string, number>> } {
  const outcomes: Record<string, number> = {};
  let isOver = false;
  const send = async () => {
    for (let n = 0; !isOver; n++) {
      const { origin } = targets[n % targets.length] as WebProcess;
      const body = JSON.stringify({
        call_id: `u${n % 50}-${targets.length}`,
        duration: n,
        lead_id: String(n % 20),
        disposition: "SALE",
      });
      const headers = { "Content-Type": "application/json" };
      const answer = await fetch(`${origin}/api/webhooks/convoso`, { method: "POST", headers, body });
      const { outcome } = (await answer.json()) as { outcome: string };
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      await sleep(EVERY_MS);
    }
  };
  const sent = send();
  return {
    async stop() {
      isOver = true;
      await sent;
      return outcomes;
    },
  };
}

test("the version before runs on while this one migrates, beside it, and again after a way back", {
  skip,
}, async () => {
  const old = checkOutBefore();
  const settings = { DATABASE_URL: database.url, SPOOL_DIR: join(folder, "spool"), DATABASE_PATIENCE_SECONDS: "30" };
  const env = { ...process.env, ...settings };
  execFileSync(process.execPath, ["scripts/migrate.ts"], { cwd: old, env, stdio: ["ignore", "ignore", "inherit"] });
  const oldWeb = await startWebProcess(settings, old);
  const oldWorker = await startWorkerProcess(settings, old);

  const targets = [oldWeb];
  const load = sendAlways(targets);
  await sleep(500);
  const owner = { connectionString: database.url };
  await bringUpToDate({ owner, app: owner });
  const newWeb = await startWebProcess(settings);
  const newWorker = await startWorkerProcess(settings);
  targets.push(newWeb);
  await sleep(1_000);
  assert.deepEqual([await stopProcess(newWorker), await stopProcess(oldWorker)], [0, 0]);
  targets.splice(0, 2, oldWeb); // back
  await sleep(100);
  assert.equal(await stopProcess(newWeb.child), 0);
  const worker = await startWorkerProcess(settings, old);
  await sleep(500);
  const { processed = 0, ...others } = await load.stop();
  assert.ok(processed > 20, `${processed} processed`);
  assert.deepEqual(
    Object.keys(others).filter((outcome) => outcome !== "duplicate"),
    [],
  );

  const again = await startWebProcess(settings, old);
  const client = new pg.Client(database.url);
  await client.connect();
  const { rows } = await client.query(
    "select count(*)::int as count from call_events where outcome not in ('processed', 'duplicate')",
  );
  await client.end();
  assert.deepEqual(rows, [{ count: 0 }]);
  for (const child of [again.child, oldWeb.child, worker]) assert.equal(await stopProcess(child), 0);
});
