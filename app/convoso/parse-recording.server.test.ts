import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRecording } from "#app/convoso/parse-recording.server.ts";

const URL_1 = "https://recordings.example.com/1.mp3";
const URL_2 = "https://recordings.example.com/2.mp3";

test("a link is taken as it is", () => assert.equal(parseRecording(` ${URL_1} `), URL_1));

test("of a list, the first public link counts, else the source", () => {
  assert.equal(parseRecording([{ public_url: URL_1, src: URL_2 }, { public_url: URL_2 }]), URL_1);
  assert.equal(parseRecording([{ public_url: "", src: URL_2 }]), URL_2);
  assert.equal(parseRecording([{ public_url: "" }, { public_url: URL_2 }]), URL_2);
  assert.equal(parseRecording([URL_2]), URL_2);
});

test("a list as JSON text is read like the list", () => {
  assert.equal(parseRecording(JSON.stringify([{ public_url: URL_1 }])), URL_1);
  assert.equal(parseRecording(JSON.stringify({ src: URL_1 })), URL_1);
});

for (const value of [
  ...["1_55012_call.mp3", "javascript:alert(1)", "ftp://example.com/a.mp3", "//example.com/a.mp3", "https://", "[{"],
  ...["https://example.com/a b.mp3", `https://example.com/${"a".repeat(3000)}`, [], {}, 5, true, null],
]) {
  test(`${JSON.stringify(value).slice(0, 40)} is no link`, () => assert.equal(parseRecording(value as never), null));
}
