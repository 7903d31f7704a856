import assert from "node:assert/strict";
import { test } from "node:test";
import { parseRecording, parseRecordings } from "#app/convoso/parse-recording.server.ts";

const URL_1 = "https://recordings.example.com/1.mp3";
const URL_2 = "https://recordings.example.com/2.mp3";

test("a link is taken as it is", () => assert.equal(parseRecording(` ${URL_1} `), URL_1));

test("a list gives its first public link, otherwise its source", () => {
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
  ...["1_55012_call.mp3", "javascript:alert(1)", "ftp://example.com/a.mp3", "https://", "[{"],
  ...[
    "/a.mp3",
    "recordings/a.mp3",
    "//a.mp3",
    "https",
    "see https",
    `https://example.com/${"a".repeat(3000)}`,
    [],
    {},
    5,
    true,
    null,
  ],
]) {
  test(`${JSON.stringify(value).slice(0, 40)} is no link`, () => assert.equal(parseRecording(value as never), null));
}

for (const [text, url] of [
  ["https://example.com/a.mp3?x=1&amp;rlt=t", "https://example.com/a.mp3?x=1&rlt=t"],
  ["https://example.com/a.mp3?x=1&amp;amp;rlt=t", "https://example.com/a.mp3?x=1&rlt=t"],
  ["//example.com/a.mp3", "https://example.com/a.mp3"],
  ["http:/example.com/a.mp3", "http://example.com/a.mp3"],
  ["https//example.com/a.mp3", "https://example.com/a.mp3"],
  ["https:\\/\\/example.com\\/a.mp3", "https://example.com/a.mp3"],
  ["<https://example.com/a.mp3>", "https://example.com/a.mp3"],
  ['<a href="https://example.com/a.mp3?x=1&amp;y=2">Listen</a>', "https://example.com/a.mp3?x=1&y=2"],
  ["<audio controls src='https://example.com/a.mp3'></audio>", "https://example.com/a.mp3"],
  ["[Listen](https://example.com/a.mp3)", "https://example.com/a.mp3"],
  ["https%3A%2F%2Fexample.com%2Fa.mp3%3Fx%3D1", "https://example.com/a.mp3?x=1"],
  ["https://example.com/a b.mp3", "https://example.com/a%20b.mp3"],
  ["URL: https://example.com/a.mp3", "https://example.com/a.mp3"],
] as const) {
  test(`${text} is repaired to ${url}, and says so`, () =>
    assert.deepEqual(parseRecordings(text), [{ url, isBent: true }]));
}

test("all links come in the order sent, each once", () => {
  const urls = (value: Parameters<typeof parseRecordings>[0]) => parseRecordings(value).map(({ url }) => url);
  assert.deepEqual(urls([{ src: URL_2 }, URL_1, { public_url: URL_2 }]), [URL_2, URL_1]);
  assert.deepEqual(urls(`${URL_1}, ${URL_2}`), [URL_1, URL_2]);
  assert.deepEqual(urls(JSON.stringify([URL_1, "", URL_2])), [URL_1, URL_2]);
});
