import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

const root = mkdtempSync(join(tmpdir(), "portal-bootstrap-"));
after(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(join(root, "scripts"));
copyFileSync("scripts/bootstrap.mjs", join(root, "scripts/bootstrap.mjs"));
writeFileSync(join(root, "scripts/start.ts"), "");
const dependencies = { nothing: "1.0.0" };
writeFileSync(join(root, "package.json"), JSON.stringify({ dependencies }));
const lock = {
  lockfileVersion: 3,
  packages: { "": { dependencies }, "node_modules/nothing": { version: "1.0.0", integrity: "sha512-x" } },
};
writeFileSync(join(root, "package-lock.json"), JSON.stringify(lock));

/** Starts the copy under a Node that says of itself and its machine what `pretend` makes it say. */
function start(pretend: string): string {
  const preload = join(root, "pretend.mjs");
  writeFileSync(preload, pretend);
  const args = ["--import", preload, join(root, "scripts/bootstrap.mjs"), "scripts/start.ts"];
  const env = { ...process.env, npm_config_registry: "http://127.0.0.1:1/", npm_config_fetch_retries: "0" };
  const { status, stderr } = spawnSync(process.execPath, args, { env, encoding: "utf8" });
  assert.equal(status, 1);
  return stderr;
}

const value = (name: string, is: string) => `Object.defineProperty(process, "${name}", { value: "${is}" });`;

test("a problem at the first start is explained in one helpful sentence", () => {
  assert.match(start(value("version", "v18.20.0")), /^Node v18\.20\.0 is too old: install Node 20 or newer.*\n$/);
  assert.match(start(value("platform", "win32")), /^The portal runs on Linux, macOS and WSL\..*\n$/);
  const full = 'import fs from "node:fs"; fs.statfsSync = () => ({ bavail: 100, bsize: 4096 });';
  assert.match(start(full), /^Not enough disk space: .* needs 1 GB, and 0 MB are free\.\n$/);
  const locked = 'import fs from "node:fs"; fs.accessSync = () => { throw new Error("EROFS"); };';
  assert.match(start(locked), /^.* is not writable, .* Copy the portal to a folder that you own\.\n$/);
  assert.match(start(""), /npm ci failed.*could not reach http:\/\/127\.0\.0\.1:1\/.*\n.*npm config set https-proxy/);
});

test("Node 12, which knows neither ?. nor ??, reads the file far enough to say that it is too old", () => {
  const code = readFileSync("scripts/bootstrap.mjs", "utf8").replaceAll(/^\s*\/\/.*$/gm, "");
  assert.doesNotMatch(code, /\?\.|\?\?/);
});

test("the changelog has a chapter for this version", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8"));
  assert.match(readFileSync("CHANGELOG.md", "utf8"), new RegExp(`^## ${version}$`, "m"));
});
