import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { downloadRecording } from "#app/features/archive/download-recording.server.ts";
import { startRecordingHost } from "#test/recording-host.ts";

const folder = mkdtempSync(join(tmpdir(), "portal-download-"));
const host = await startRecordingHost();
process.env.DATABASE_URL ||= "postgres://127.0.0.1/none";
after(() => rmSync(folder, { recursive: true, force: true }));

const LIMITS = { bytes: 1_000_000, answerMs: 5_000, idleMs: 5_000, wholeMs: 60_000, slowMs: 60_000 };

async function download(word: string, limits = LIMITS) {
  const { signal } = new AbortController();
  const { ok, ...more } = await downloadRecording(`${host.url}/${word}`, join(folder, "x.part"), signal, limits);
  return { ok, reason: "reason" in more ? more.reason : null };
}

test("a body without an end, or one that grows without an end while it is unpacked, is too long", async () => {
  assert.deepEqual(await download("endless"), { ok: false, reason: "too long" });
  assert.deepEqual(await download("grows while unpacked"), { ok: false, reason: "too long" });
});

test("a host that drips is hung up on, so that others need not wait", async () => {
  assert.deepEqual(await download("drips", { ...LIMITS, slowMs: 1 }), { ok: false, reason: "cut short" });
});
