import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, copyFileSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "slonik";
import { connectionOptions } from "#app/db/connection/connection-options.server.ts";
import { closePool, pool } from "#app/db/connection/pool.server.ts";
import { PrimaryClient } from "#app/db/connection/primary-client.server.ts";
import { env, parseEnv } from "#app/env.server.ts";
import { startEmbeddedPostgres } from "#scripts/postgres/embedded-postgres.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-tls-"));
const dir = join(folder, "postgres");
await (await startEmbeddedPostgres({ dir, port: 0 })).stop();
const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "ignore" });
openssl(..."req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=Test-CA -keyout ca.key -out ca.pem".split(" "));
openssl(
  ..."req -newkey rsa:2048 -nodes -subj /CN=database -addext subjectAltName=DNS:localhost -keyout server.key -out server.csr".split(
    " ",
  ),
);
openssl(
  ..."x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -days 30 -out server.pem".split(
    " ",
  ),
);
const { uid, gid } = statSync(join(dir, "data"));
for (const name of ["server.key", "server.pem"]) {
  copyFileSync(join(folder, name), join(dir, "data", name));
  chownSync(join(dir, "data", name), uid, gid);
  chmodSync(join(dir, "data", name), 0o600);
}
const tls = { ssl: "on", ssl_cert_file: "server.pem", ssl_key_file: "server.key" };
const server = await startEmbeddedPostgres({ dir, port: 0, settings: tls });
process.env.DATABASE_URL = server.url;
process.env.NODE_ENV = "test";
const ca = join(folder, "ca.pem");
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Whether the connection is encrypted, under these settings. */
async function isEncrypted(mode: string, settings: Record<string, string> = {}, host = "localhost"): Promise<boolean> {
  Object.assign(
    env(),
    { DATABASE_CA: undefined, NODE_ENV: "production" },
    parseEnv({ DATABASE_URL: server.url, ...settings }),
  );
  const url = server.url.replace("127.0.0.1", host) + (mode && `?sslmode=${mode}`);
  const client = new PrimaryClient(connectionOptions(url));
  client.on("error", () => {});
  await client.connect();
  const { rows } = await client
    .query("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
    .finally(() => client.end());
  return rows[0].ssl;
}

test("sslmode means what it means to libpq, with the CA of DATABASE_CA as a file or as its text", async () => {
  const text = readFileSync(ca, "utf8");
  const withFile = { DATABASE_CA: ca };
  assert.equal(await isEncrypted("disable"), false);
  for (const mode of ["require", "prefer", "no-verify"]) assert.equal(await isEncrypted(mode), true, mode);
  for (const mode of ["verify-ca", "verify-full"])
    await assert.rejects(isEncrypted(mode), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  for (const DATABASE_CA of [ca, text, text.replaceAll("\n", "\\n")])
    assert.equal(await isEncrypted("verify-full", { DATABASE_CA }), true);
  assert.equal(await isEncrypted("", withFile), true, "a CA alone is a wish for TLS");
  const other = "127.0.0.1"; // which is not in the certificate
  for (const mode of ["verify-ca", "require"]) assert.equal(await isEncrypted(mode, withFile, other), true, mode);
  for (const mode of ["verify-full", ""])
    await assert.rejects(isEncrypted(mode, withFile, other), { code: "ERR_TLS_CERT_ALTNAME_INVALID" });
});

test("in production a server elsewhere is asked for its certificate, and one on this machine is not", () => {
  Object.assign(env(), { NODE_ENV: "production", DATABASE_CA: undefined });
  assert.deepEqual(connectionOptions("postgres://a@db.example.com/portal").ssl, { rejectUnauthorized: true });
  assert.equal(connectionOptions("postgres://a@localhost,127.0.0.1:5433/portal").ssl, undefined);
  const { servers, ssl } = connectionOptions(
    "postgres://a@localhost,db.example.com:5433/portal?target_session_attrs=read-write",
  );
  assert.deepEqual(servers, ["postgres://a@localhost/portal", "postgres://a@db.example.com:5433/portal"]);
  assert.deepEqual(ssl, { rejectUnauthorized: true });
});

test("a database that sleeps is waited for: its first connection takes seconds, and the query then runs", async () => {
  const target = new URL(server.url);
  let isAwake = false;
  const sleepy = createServer(async (from) => {
    if (!isAwake) await sleep(2_500);
    isAwake = true;
    const to = connect(Number(target.port), target.hostname);
    pipeline(from, to, from, () => {});
  }).listen(0, "127.0.0.1");
  await once(sleepy, "listening");
  const { port } = sleepy.address() as { port: number };
  Object.assign(env(), { DATABASE_URL: Object.assign(new URL(server.url), { port: String(port) }).href });
  assert.ok(await (await pool()).query(sql.unsafe`select 1`));
  await closePool();
  sleepy.close();
});
