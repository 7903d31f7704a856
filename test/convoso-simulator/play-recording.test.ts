import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { synthesizeCall } from "./audio.ts";
import type { CallWish } from "./call-center.ts";
import { recordingLink } from "./recording.ts";
import { type Simulator, startSimulator } from "./simulator.ts";

describe("a simulated recording", () => {
  let now = Date.parse("2026-11-22T20:00:00Z");
  let convoso: Simulator;
  before(async () => {
    convoso = await startSimulator({ now: () => now, recordingDelaySeconds: 0 });
  });
  after(() => convoso.stop());

  function record(wish: CallWish = {}): string {
    const { recording } = convoso.placeCall({ disposition: "SALE", ...wish });
    assert.ok(recording);
    return recordingLink(convoso.url, recording);
  }
  const range = (url: string, bytes: string) => fetch(url, { headers: { range: bytes } });

  it("is a WAV file of telephone sound, 3 to 10 seconds long, that can be heard", async () => {
    const response = await fetch(record());
    const bytes = await response.bytes();
    assert.equal(response.headers.get("content-type"), "audio/wav");
    assert.equal(response.headers.get("accept-ranges"), "bytes");
    assert.equal(response.headers.get("content-length"), String(bytes.byteLength));
    const header = new DataView(bytes.buffer, bytes.byteOffset);
    const ascii = (from: number) => new TextDecoder().decode(bytes.subarray(from, from + 4));
    assert.deepEqual([ascii(0), ascii(8), ascii(12), ascii(36)], ["RIFF", "WAVE", "fmt ", "data"]);
    assert.deepEqual(
      [header.getUint16(22, true), header.getUint32(24, true), header.getUint16(34, true)],
      [1, 8000, 16],
    );
    assert.equal(header.getUint32(40, true), bytes.byteLength - 44);
    const seconds = (bytes.byteLength - 44) / 16_000;
    assert.ok(seconds >= 3 && seconds <= 10, `${seconds} s`);
    const samples = new Int16Array(bytes.slice(44).buffer);
    const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    assert.ok(loudest > 3000 && loudest < 32767, `loudest sample ${loudest}`);
  });

  it("sounds the same for the same call, and different for another", () => {
    assert.deepEqual(synthesizeCall("1"), synthesizeCall("1"));
    assert.notDeepEqual(synthesizeCall("1"), synthesizeCall("2"));
  });

  it("is served in ranges, as players ask when somebody seeks", async () => {
    const url = record();
    const whole = await (await fetch(url)).bytes();
    for (const [asked, first, last] of [
      ["bytes=0-99", 0, 99],
      ["bytes=1000-", 1000, whole.length - 1],
      ["bytes=-10", whole.length - 10, whole.length - 1],
      [`bytes=5-${whole.length + 5}`, 5, whole.length - 1],
    ] as const) {
      const part = await range(url, asked);
      assert.equal(part.status, 206);
      assert.equal(part.headers.get("content-range"), `bytes ${first}-${last}/${whole.length}`);
      assert.deepEqual(await part.bytes(), whole.subarray(first, last + 1));
    }
    const outside = await range(url, `bytes=${whole.length}-`);
    assert.equal(outside.status, 416);
    assert.equal(outside.headers.get("content-range"), `bytes */${whole.length}`);
    assert.equal((await range(url, "lines=1-2")).status, 200);
  });

  it("answers HEAD with the size alone", async () => {
    const response = await fetch(record(), { method: "HEAD" });
    assert.equal((await response.bytes()).length, 0);
    assert.ok(Number(response.headers.get("content-length")) > 48_000);
  });

  it("may be named before its audio is there", async () => {
    const url = record({ audioDelaySeconds: 30 });
    assert.equal((await fetch(url)).status, 404);
    now += 30_000;
    assert.equal((await fetch(url)).status, 200);
  });

  it("plays on after the simulator was started again", async () => {
    const url = record();
    const audio = await (await fetch(url)).bytes();
    const next = await startSimulator();
    const again = await fetch(url.replace(convoso.url, next.url));
    assert.deepEqual(await again.bytes(), audio);
    await next.stop();
  });

  it("is gone after 155 days, which the vendor says in 58 bytes under HTTP 200", async () => {
    const [old, purged] = [record(), record({ isPurged: true })];
    assert.equal((await fetch(old)).headers.get("content-type"), "audio/wav");
    now += 155 * 86_400_000;
    for (const url of [old, purged, `${convoso.url}/play-recording-public/nonsense`]) {
      const response = await fetch(url);
      assert.equal(response.status, 200);
      const text = await response.text();
      assert.match(text, /Recording not found!/);
      assert.equal(text.length, 58);
    }
  });
});
