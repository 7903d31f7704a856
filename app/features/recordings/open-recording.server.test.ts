import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { openRecording } from "#app/features/recordings/open-recording.server.ts";

// "localhost" is a name that really leads to a private address.
process.env.DATABASE_URL = "postgres://nobody@127.0.0.1/none";
process.env.RECORDING_HOSTS = "127.0.0.1,localhost";

const SOUND = Buffer.concat([Buffer.from("ID3"), Buffer.alloc(997)]);
const LONG = 5 * 1024 * 1024;
const asked: string[] = [];
/** Answers that broke off or were finished: every test waits for its own. */
const closed = new Map<string, Promise<unknown>>();

const answers: Record<string, (req: IncomingMessage, res: ServerResponse) => void> = {
  "/whole": (_req, res) => void res.setHeader("content-length", SOUND.length).end(SOUND),
  "/marked": (_req, res) => void res.setHeader("etag", '"v2"').setHeader("content-length", SOUND.length).end(SOUND),
  "/of-no-length": (_req, res) => {
    res.write(SOUND);
    res.end();
  },
  "/long-of-no-length": (_req, res) => {
    res.write(SOUND);
    res.end(Buffer.alloc(LONG - SOUND.length));
  },
  "/breaks-off": (_req, res) => void res.write(SOUND, () => res.destroy()),
  "/too-short": (_req, res) => void res.writeHead(416, { "content-range": `bytes */${SOUND.length}` }).end(),
  "/part": (req, res) => {
    const [, from = 0, to = 0] = (/bytes=(\d+)-(\d+)/.exec(req.headers.range ?? "") ?? []).map(Number);
    res.writeHead(206, { "content-range": `bytes ${from}-${to}/${SOUND.length}`, "content-type": "audio/mpeg" });
    res.end(SOUND.subarray(from, to + 1));
  },
  "/to-a-name": (_req, res) => void res.writeHead(302, { location: `http://localhost:${port}/whole` }).end(),
  "/to-a-stranger": (_req, res) => void res.writeHead(302, { location: "http://127.0.0.2/whole" }).end(),
  "/to-itself": (_req, res) => void res.writeHead(302, { location: "/to-itself" }).end(),
  "/to-a-file": (_req, res) => void res.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/says-it-is-long": (_req, res) => void res.setHeader("content-length", 1e9).flushHeaders(),
  "/is-long": (_req, res) => void sendForEver(res, 1),
  "/falls-silent": (_req, res) => void res.write(SOUND),
  "/never-answers": () => {},
  "/drips": (_req, res) => void sendForEver(res, 20),
};

async function sendForEver(res: ServerResponse, everyMs: number): Promise<void> {
  for (; !res.closed; await sleep(everyMs)) res.write(SOUND);
}

const vendor = createServer((req, res) => {
  const path = req.url ?? "";
  asked.push(path);
  closed.set(path, once(res, "close"));
  answers[path]?.(req, res);
});
vendor.listen(0);
await once(vendor, "listening");
const { port } = vendor.address() as AddressInfo;
after(() => vendor.close());

const LIMITS = { bytes: 100_000, answerMs: 5_000, idleMs: 60_000, wholeMs: 60_000, aheadBytes: 0 };
const browser = () => new AbortController();
const open = (
  path: string,
  limits: Partial<typeof LIMITS> = {},
  { signal } = browser(),
  range: string | null = null,
  ifRange: string | null = null,
) =>
  openRecording(path.startsWith("/") ? `http://127.0.0.1:${port}${path}` : path, {
    range,
    ifRange,
    signal,
    limits: { ...LIMITS, ...limits },
  });

/** Reads a recording that was opened until it ends or breaks off. @returns whether it ended, and how long it was */
async function read(opened: Awaited<ReturnType<typeof open>>): Promise<{ isWhole: boolean; bytes: number }> {
  assert.ok(opened.ok);
  let bytes = 0;
  try {
    for await (const chunk of opened.body ?? []) bytes += chunk.byteLength;
    return { isWhole: true, bytes };
  } catch {
    return { isWhole: false, bytes };
  }
}

async function refusal(opening: ReturnType<typeof open>): Promise<[number, string]> {
  const opened = await opening;
  assert.ok(!opened.ok);
  return [opened.status, opened.reason];
}

test("a recording is streamed on, whole or the part that is asked for", async () => {
  assert.deepEqual(await read(await open("/whole")), { isWhole: true, bytes: 1_000 });
  const part = await open("/part", {}, browser(), "bytes=10-19");
  assert.ok(part.ok && part.status === 206);
  assert.equal(part.headers.get("content-range"), "bytes 10-19/1000");
  assert.equal(part.headers.get("content-type"), "audio/mpeg");
  assert.deepEqual(await read(part), { isWhole: true, bytes: 10 });
});

test("a part is cut from the whole where the host does not know parts, and nothing after it is waited for", async () => {
  const ask = (range: string, path = "/whole", ifRange: string | null = null) =>
    open(path, {}, browser(), range, ifRange);
  const first = await ask("bytes=0-2");
  assert.ok(first.ok && first.status === 206);
  assert.deepEqual(
    ["content-range", "content-length", "accept-ranges"].map((name) => first.headers.get(name)),
    ["bytes 0-2/1000", "3", "bytes"],
  );
  assert.equal(await new Response(first.body).text(), "ID3");
  const last = await ask("bytes=-998");
  assert.ok(last.ok);
  assert.equal((await new Response(last.body).text()).slice(0, 2), "3\u0000");
  const all = await ask("bytes=0-");
  assert.ok(all.ok && all.status === 206);
  assert.deepEqual(await read(all), { isWhole: true, bytes: 1_000 });
  const changed = await ask("bytes=0-2", "/marked", '"v1"');
  assert.ok(changed.ok && changed.status === 200, "another recording than the browser has a part of");
  assert.deepEqual(await read(changed), { isWhole: true, bytes: 1_000 });
  const same = await ask("bytes=0-2", "/marked", '"v2"');
  assert.ok(same.ok && same.status === 206);
  await same.body.cancel();
});

test("a host that tells no length is read ahead, so that parts work and the length is known", async () => {
  const ask = async (path: string, range: string, aheadBytes = 4 * 1024 * 1024) => {
    const opened = await open(path, { bytes: 1e9, aheadBytes }, browser(), range);
    if (!opened.ok) return [opened.status, opened.length];
    const { isWhole, bytes } = await read(opened);
    return [opened.status, opened.headers.get("content-range"), bytes, isWhole];
  };
  assert.deepEqual(await ask("/of-no-length", "bytes=0-"), [206, "bytes 0-999/1000", 1_000, true]);
  assert.deepEqual(await ask("/of-no-length", "bytes=990-"), [206, "bytes 990-999/1000", 10, true]);
  assert.deepEqual(await ask("/of-no-length", "bytes=-10"), [206, "bytes 990-999/1000", 10, true]);
  assert.deepEqual(await ask("/of-no-length", "bytes=1000-"), [416, 1_000]);
  assert.deepEqual(
    await ask("/long-of-no-length", "bytes=5-9"),
    [206, "bytes 5-9/*", 5, true],
    "it is longer than that",
  );
  assert.deepEqual(await ask("/long-of-no-length", "bytes=5-"), [200, null, LONG, true], "nobody knows where it ends");
  assert.deepEqual(
    await ask("/of-no-length", "bytes=0-9", 0),
    [200, null, 1_000, true],
    "unless nothing may be read ahead",
  );
  assert.deepEqual(await ask("/breaks-off", "bytes=0-"), [200, null, 1_000, false]);
});

test("a part behind the end is refused with the length, by the host or by us", async () => {
  for (const path of ["/whole", "/too-short"]) {
    const opened = await open(path, {}, browser(), "bytes=1000-");
    assert.ok(!opened.ok && opened.status === 416, path);
    assert.equal(opened.length, 1_000);
  }
});

test("an allowed name that leads to this machine is not connected to, at once or after a redirect", async () => {
  const before = asked.length;
  const [status, reason] = await refusal(open(`http://localhost:${port}/whole`));
  assert.equal(status, 403);
  assert.match(reason, /private network/);
  assert.equal(asked.length, before, "the server was not even asked");
  assert.equal((await refusal(open("/to-a-name")))[0], 403);
  assert.deepEqual(asked.slice(before), ["/to-a-name"]);
});

test("a host that no setting contains gets no request, not even by a redirect", async () => {
  const elsewhere = ["http://127.0.0.2/x", "http://[::1]/x", "http://169.254.169.254/latest", "file:///etc/passwd"];
  for (const url of elsewhere) assert.equal((await refusal(open(url)))[0], 403, url);
  for (const path of ["/to-a-stranger", "/to-a-file"]) assert.equal((await refusal(open(path)))[0], 403, path);
  assert.match((await refusal(open("/to-itself")))[1], /redirects in a loop/);
});

test("a recording that is too long is refused, or breaks off where it did not say so", async () => {
  assert.match((await refusal(open("/says-it-is-long")))[1], /longer than/);
  await closed.get("/says-it-is-long");
  const { isWhole, bytes } = await read(await open("/is-long"));
  assert.ok(!isWhole && bytes <= LIMITS.bytes, `broke off after ${bytes} bytes`);
  await closed.get("/is-long");
});

test("a host that does not answer, falls silent or drips forever is hung up on", async () => {
  assert.match((await refusal(open("/never-answers", { answerMs: 50 })))[1], /did not answer/);
  await closed.get("/never-answers");
  assert.equal((await read(await open("/falls-silent", { idleMs: 50 }))).isWhole, false);
  await closed.get("/falls-silent");
  assert.equal((await read(await open("/drips", { wholeMs: 300, bytes: 1e9 }))).isWhole, false);
  await closed.get("/drips");
});

test("when the browser leaves, the vendor is hung up on too", async () => {
  const leaving = browser();
  const opened = await open("/drips", { bytes: 1e9 }, leaving);
  assert.ok(opened.ok);
  leaving.abort();
  await closed.get("/drips");
  const paused = await open("/falls-silent");
  assert.ok(paused.ok);
  await paused.body?.cancel();
  await closed.get("/falls-silent");
});
