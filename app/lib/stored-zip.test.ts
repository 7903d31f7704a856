import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { storedZip, type ZipEntry } from "#app/lib/stored-zip.server.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-zip-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const AT = new Date("2026-11-29T12:34:56Z");
const file = (name: string, ...parts: string[]): ZipEntry => {
  const bytes = parts.map((part) => Buffer.from(part));
  return { name, size: Buffer.concat(bytes).length, open: async () => streamOf(bytes) };
};
async function* streamOf(parts: readonly Uint8Array[]) {
  yield* parts;
}

async function save(name: string, entries: readonly ZipEntry[]): Promise<string> {
  const { size, bytes } = storedZip(entries, AT);
  const all: Uint8Array[] = [];
  for await (const chunk of bytes) all.push(chunk);
  const zip = Buffer.concat(all);
  assert.equal(zip.length, size, "the length that was said before is the real one");
  const path = join(folder, name);
  writeFileSync(path, zip);
  return path;
}

test("unzip takes it, with names of any script, empty files, and the time in UTC", async () => {
  const path = await save("a.zip", [file("a.txt", "one ", "two"), file("a/é 你.txt", "three"), file("empty")]);
  assert.match(execFileSync("unzip", ["-t", path], { encoding: "utf8" }), /No errors detected/);
  assert.equal(execFileSync("unzip", ["-p", path, "a.txt"], { encoding: "utf8" }), "one two");
  const listed = execFileSync("unzip", ["-Z", "-T", path], { encoding: "utf8" });
  assert.match(listed, /-rw-r--r-- .*20261129\.123456 a\.txt/);
});

test("a zip without any file is one", async () => {
  assert.equal((await save("none.zip", [])).length > 0, true);
});

test("more files than 16 bits count are all there", async () => {
  const path = await save(
    "many.zip",
    Array.from({ length: 65_600 }, (_, nth) => file(`${nth}`, `${nth}`)),
  );
  assert.match(execFileSync("unzip", ["-Z", "-h", path], { encoding: "utf8" }), /number of entries: 65600/);
  assert.equal(execFileSync("unzip", ["-p", path, "65599"], { encoding: "utf8" }), "65599");
});

test("a file that lies behind the first 4 GiB is found", async () => {
  const zeros = new Uint8Array(64 * 1024 ** 2);
  async function* hours() {
    for (let part = 0; part < 36; part++) yield zeros;
  }
  const long = (name: string): ZipEntry => ({ name, size: 36 * zeros.length, open: async () => hours() });
  const path = join(folder, "long.zip");
  await using saved = await open(path, "w");
  const { size, bytes } = storedZip([long("one"), long("two"), file("last", "behind")], AT);
  let at = 0;
  for await (const chunk of bytes) {
    if (chunk !== zeros) await saved.write(chunk, 0, chunk.length, at); // holes take no room
    at += chunk.length;
  }
  assert.equal(at, size);
  assert.ok(size > 4.5 * 1024 ** 3);
  assert.equal(execFileSync("unzip", ["-p", path, "last"], { encoding: "utf8" }), "behind");
  assert.match(execFileSync("unzip", ["-Z", "-1", path], { encoding: "utf8" }), /one\ntwo\nlast/);
});

test("a file that is longer or shorter than it said breaks the zip off", async () => {
  for (const size of [2, 4]) await assert.rejects(save("no.zip", [{ ...file("a", "abc"), size }]), /another length/);
});
