import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";

// mkdtemp makes a private folder: as root, the server's own account can reach it only by what setpriv leaves it.
const folder = mkdtempSync(join(tmpdir(), "portal-test-"));
const dir = join(folder, "postgres");
const lock = join(dir, "data/postmaster.pid");
after(() => rmSync(folder, { recursive: true, force: true }));

const start = () => startEmbeddedPostgres({ dir, port: 0 });

async function query(server: EmbeddedPostgres, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(server.url);
  await client.connect();
  return (await client.query(text).finally(() => client.end())).rows;
}

test("rows survive a restart, and the password stays private and the same", async () => {
  const first = await start();
  await query(first, "create table kept as select 'Zoë' as name");
  await first.stop();
  const second = await start();
  assert.deepEqual(await query(second, "select lower(name) as name, current_setting('fsync') as fsync from kept"), [
    { name: "zoë", fsync: "on" },
  ]);
  await second.stop();
  assert.equal(new URL(second.url).password, new URL(first.url).password);
  assert.equal(statSync(join(dir, "password")).mode & 0o777, 0o600);
});

test("the server listens on this machine only, and asks for the password", async () => {
  const server = await start();
  try {
    const [row] = await query(server, "select current_setting('listen_addresses') as addresses");
    assert.deepEqual(row, { addresses: "127.0.0.1" });
    const wrong = new URL(server.url);
    wrong.password = "wrong";
    await assert.rejects(new pg.Client(wrong.href).connect(), { code: "28P01" });
  } finally {
    await server.stop();
  }
});

test("a second start in the same folder says that the first is running", async () => {
  const server = await start();
  await assert.rejects(start(), /already in use: is the portal running in another terminal/);
  assert.equal((await query(server, "select 1 as one")).length, 1);
  await server.stop();
});

test("a lock left by a dead server does not block, even where its number belongs to another program now", async () => {
  for (const pid of [process.pid, 2 ** 22 + 1]) {
    writeFileSync(lock, `${pid}\n${dir}/data\n0\n1\n\n127.0.0.1\n`);
    await (await start()).stop();
  }
});

test("kill -9 of the process that started the server stops it too, and the next start finds all in order", async () => {
  const program = `
    const { startEmbeddedPostgres } = await import("#scripts/postgres/embedded-postgres.ts");
    await startEmbeddedPostgres({ dir: ${JSON.stringify(dir)}, port: 0 });
    console.log("ready");
    setInterval(() => {}, 1000);`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", program], {
    cwd: new URL("../..", import.meta.url),
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(owner.stdout, "data");
  const pid = Number(readFileSync(lock, "utf8").split("\n")[0]);
  owner.kill("SIGKILL");
  while (existsSync(lock)) await sleep(50);
  while (isAlive(pid)) await sleep(50);
  await (await start()).stop();
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
