import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { after, describe, test } from "node:test";
import { parseBucketAddress } from "#app/lib/bucket-address.server.ts";
import { folderStore, freeBytesAt, makeIncoming } from "#app/store/folder-store.server.ts";
import { s3Store } from "#app/store/s3-store.server.ts";
import { type FileToStore, type Store, StoreFault } from "#app/store/store.server.ts";
import { ACCESS_KEY, BUCKET, REGION, startS3Server } from "#test/s3-server.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-stores-"));
const s3 = await startS3Server();
after(() => rmSync(folder, { recursive: true, force: true }));

function bucketStore({ bucket = BUCKET, region = REGION, endpoint = s3.url } = {}): Store {
  const address = parseBucketAddress(`s3://${bucket}/some/where?region=${region}&endpoint=${endpoint}`);
  assert.ok(address);
  return s3Store(address, join(folder, ".incoming"));
}

/** A file under way. */
function fileOf(store: Store, content: Uint8Array, sha256?: string): FileToStore {
  mkdirSync(store.incoming, { recursive: true });
  const path = join(store.incoming, randomBytes(6).toString("hex"));
  writeFileSync(path, content);
  const digest = sha256 ?? createHash("sha256").update(content).digest("hex");
  return { path, bytes: content.length, sha256: digest, contentType: "audio/mpeg" };
}

const bytesOf = async (stream: Readable | null) => stream && (await buffer(stream)).toString("latin1");

async function keysIn(store: Store): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key, bytes } of store.list()) keys.push(`${key} ${bytes}`);
  return keys.sort();
}

async function whyOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return error instanceof StoreFault ? error.why : String(error);
  }
  return "nothing";
}

for (const [name, store] of [
  ["folder", folderStore(folder)],
  ["bucket", bucketStore()],
] as const) {
  describe(`a ${name}`, () => {
    test("gives back what was put into it, whole or a part", async () => {
      await store.put("2026/11/28/a.mp3", fileOf(store, Buffer.from("0123456789")));
      assert.equal(await bytesOf(await store.read("2026/11/28/a.mp3")), "0123456789");
      assert.equal(await bytesOf(await store.read("2026/11/28/a.mp3", { first: 2, last: 4 })), "234");
    });
    test("lists its files by key and length, and none that is under way", async () => {
      await store.put("b.mp3", fileOf(store, Buffer.from("b")));
      fileOf(store, Buffer.from("under way"));
      assert.deepEqual(await keysIn(store), ["2026/11/28/a.mp3 10", "b.mp3 1"]);
    });
    test("takes another file under the same key, and deletes one, also twice", async () => {
      await store.put("b.mp3", fileOf(store, Buffer.from("other")));
      assert.equal(await bytesOf(await store.read("b.mp3")), "other");
      await store.remove("b.mp3");
      await store.remove("b.mp3");
      await store.remove("never/was.mp3");
      assert.equal(await store.read("b.mp3"), null);
    });
    test("knows how much room there is", async () => {
      await makeIncoming(store.incoming);
      assert.ok((await freeBytesAt(store.incoming)) > 0);
    });
  });
}

test("a bucket refuses a body that has another digest than the one that was signed", async () => {
  const store = bucketStore();
  const why = await whyOf(store.put("c.mp3", fileOf(store, Buffer.from("c"), "ab".repeat(32))));
  assert.match(why, /XAmzContentSHA256Mismatch/);
  assert.equal(await store.read("c.mp3"), null);
});

test("a wrong region, a wrong key, a bucket that is not there and a server that is away are told apart", async () => {
  const put = (store: Store) => whyOf(store.put("d.mp3", fileOf(store, Buffer.from("d"))));
  assert.equal(await put(bucketStore({ region: "us-east-9" })), "region");
  assert.equal(await put(bucketStore({ bucket: "nobodys" })), "no store");
  assert.equal(await put(bucketStore({ endpoint: "http://127.0.0.1:9" })), "store away");
  process.env.AWS_SECRET_ACCESS_KEY = "wrong";
  const stranger = bucketStore();
  assert.equal(await put(stranger), "denied");
  assert.equal(await whyOf(stranger.read("2026/11/28/a.mp3")), "denied");
  assert.equal(await whyOf(stranger.remove("2026/11/28/a.mp3")), "denied");
  process.env.AWS_SECRET_ACCESS_KEY = ACCESS_KEY.secretAccessKey;
  for (const [status, code, why] of [
    [507, "InsufficientStorage", "full"],
    [403, "AccessDenied", "denied"],
    [503, "SlowDown", "store away"],
    [400, "AuthorizationHeaderMalformed", "region"],
  ] as const) {
    s3.state.trouble = { status, code };
    assert.equal(await put(bucketStore()), why, code);
  }
  s3.state.trouble = null;
  assert.equal(await put(bucketStore()), "nothing");
});

test("a folder that may not be written and one that is no folder are told apart", async () => {
  const closed = join(folder, "closed");
  mkdirSync(closed);
  chmodSync(closed, 0o555);
  chmodSync(folder, 0o755);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534); // root may write everywhere
  const whyClosed = await whyOf(makeIncoming(folderStore(closed).incoming));
  if (isRoot) process.seteuid?.(0);
  assert.equal(whyClosed, "not writable");
  writeFileSync(join(folder, "file"), "");
  assert.equal(await whyOf(makeIncoming(folderStore(join(folder, "file")).incoming)), "no store");
});

test("of a folder that is empty or not there, nothing is said to be missing, and nothing to be deleted", async () => {
  const root = join(folder, "mount point");
  for (const isThere of [false, true]) {
    if (isThere) mkdirSync(root);
    const store = folderStore(root);
    const asked = [store.read("a.mp3"), store.digest("a.mp3"), store.remove("a.mp3")];
    assert.deepEqual(await Promise.all(asked.map(whyOf)), ["no store", "no store", "no store"]);
  }
  await makeIncoming(folderStore(root).incoming);
  assert.equal(await folderStore(root).read("a.mp3"), null);
});

test("the address of a bucket is read with its region, endpoint and prefix, and everything else is refused", () => {
  const { name, prefix, region, endpoint } =
    parseBucketAddress("s3://b.example/x/y/?region=eu-1&endpoint=https://s3.example") ?? {};
  assert.deepEqual([name, prefix, region, endpoint], ["s3://b.example/x/y", "x/y/", "eu-1", "https://s3.example"]);
  assert.deepEqual(parseBucketAddress("s3://b")?.region, "us-east-1");
  for (const wrong of [
    "",
    "b",
    "https://b/x",
    "s3:///x",
    "s3://key@b",
    "s3://b?endpoint=ftp://x",
    "s3://b?regoin=eu-1",
  ]) {
    assert.equal(parseBucketAddress(wrong), null, wrong);
  }
});

test("every version of a file in a bucket is deleted, also one from before it kept versions, and none is forgotten in a fault", async () => {
  const store = bucketStore();
  const key = "some/where/v.mp3";
  const versions = () => s3.state.versions?.get(key);
  s3.state.versions = new Map([
    [key, ["null", "second"]],
    [`${key}.other`, ["null"]],
  ]);
  s3.state.trouble = { status: 503, code: "SlowDown", method: "GET" };
  assert.equal(await whyOf(store.remove("v.mp3")), "store away");
  assert.deepEqual(versions(), ["null", "second"]);
  s3.state.trouble = null;
  await store.remove("v.mp3");
  assert.deepEqual([versions(), s3.state.versions.get(`${key}.other`)], [[], ["null"]]);
  s3.state.versions = null;
});

test("a bucket that does not tell of versions deletes the file", async () => {
  const store = bucketStore();
  await store.put("w.mp3", fileOf(store, Buffer.from("w")));
  s3.state.trouble = { status: 403, code: "AccessDenied", method: "GET" };
  await store.remove("w.mp3");
  s3.state.trouble = null;
  assert.equal(await store.read("w.mp3"), null);
});
