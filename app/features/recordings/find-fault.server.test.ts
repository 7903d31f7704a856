import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { contentFault, HEAD_BYTES, statusFault } from "#app/features/recordings/find-fault.server.ts";
import { faultSentence, faultWords } from "#app/lib/recording-faults.ts";
import { synthesizeCall } from "#test/convoso-simulator/audio.ts";

const bytes = (text: string, encoding: BufferEncoding = "utf8") => Buffer.from(text, encoding);
const fault = (head: Uint8Array, type = "audio/mpeg", isWhole = true) =>
  contentFault({ type, head: head.subarray(0, HEAD_BYTES), isWhole });
const padded = (start: number[]) => Buffer.concat([Buffer.from(start), Buffer.alloc(600, 0x55)]);
const muLaw = Buffer.from(
  Array.from({ length: 600 }, (_, nth) => (nth % 3 === 0 ? 0xff : nth % 3 === 1 ? 0x7e : 0xd5)),
);

const SOUNDS: Record<string, Uint8Array> = {
  "MP3 with an ID3 tag": padded([...bytes("ID3"), 4, 0, 0]),
  "an MP3 frame": padded([0xff, 0xfb, 0x90, 0x64]),
  "an MPEG 2 frame": padded([0xff, 0xf3, 0x48, 0xc4]),
  "an AAC frame": padded([0xff, 0xf1, 0x50, 0x80]),
  "PCM in WAV": synthesizeCall("any"),
  "mu-law in WAV": Buffer.concat([
    bytes("RIFF"),
    Buffer.from([36, 0, 0, 0]),
    bytes("WAVEfmt "),
    Buffer.from([18, 0, 0, 0, 7, 0]),
  ]),
  "mu-law without a header": muLaw,
  Ogg: padded([...bytes("OggS")]),
  MP4: padded([0, 0, 0, 32, ...bytes("ftypM4A ")]),
  AMR: bytes("#!AMR\n and so on, all of which could be text"),
  silence: Buffer.alloc(600),
};

for (const [name, sound] of Object.entries(SOUNDS)) {
  test(`${name} is sound under any type`, () => {
    for (const type of ["audio/mpeg", "application/octet-stream", "text/plain", ""])
      assert.equal(fault(sound, type), null);
    for (let length = 1; length < 16; length++)
      assert.equal(fault(sound.subarray(0, length), "audio/mpeg", false), null);
  });
}

const page = "<!DOCTYPE html><html><body>Sign in</body></html>";
const NOT_SOUND: [string, Uint8Array, string][] = [
  ["nothing at all", Buffer.alloc(0), "empty"],
  ["a WAV file without sound", Buffer.from(synthesizeCall("any").subarray(0, 44)), "empty"],
  ["Convoso's JSON", bytes('{"success":false,"code":404,"text":"Recording not found!"}'), "missing"],
  ["the same in other words", bytes("The recording was not found"), "missing"],
  ["an error text", bytes("Access denied for this account."), "text"],
  ["an error text in Latin-1", bytes("Aufnahme ist nicht verfügbar, bitte später", "latin1"), "text"],
  ["an error text in UTF-16", bytes("\ufeffThe file is gone", "utf16le"), "text"],
  ["an error text in Japanese", bytes("録音が見つかりませんでした。"), "text"],
  ["XML of a file store", bytes("<?xml version='1.0'?><Error><Code>NoSuchKey</Code></Error>"), "text"],
  ["a web page", bytes(page), "page"],
  ["a web page after blanks", bytes(`\r\n\t  ${page}`), "page"],
  ["one word", bytes("gone"), "text"],
  ["a compressed file", gzipSync(page), "not audio"],
  ["a PDF", padded([...bytes("%PDF-1.7")]), "not audio"],
  ["a picture", padded([0xff, 0xd8, 0xff, 0xe0]), "not audio"],
];

for (const [name, head, expected] of NOT_SOUND) {
  test(`${name} is no recording, whatever its type says`, () => {
    for (const type of ["audio/mpeg", "audio/wav", "text/plain", "application/octet-stream", ""]) {
      assert.equal(fault(head, type), expected, type);
    }
    assert.ok(faultWords(expected).length < 25 && faultSentence(expected).endsWith("."));
  });
}

test("unknown bytes are believed to be sound under a type of sound, and not under one of pages", () => {
  const unknown = padded([1, 2, 3]);
  assert.equal(fault(unknown, "audio/x-something"), null);
  assert.equal(fault(unknown, "text/html; charset=utf-8"), "page");
  assert.equal(fault(unknown, "application/json"), "text");
});

test("any text of letters is told from sound, and any answer gets a verdict without an error", () => {
  const words = fc.string({ unit: fc.constantFrom(..."abcdefghij ,.\n"), minLength: 1, maxLength: 2000 });
  fc.assert(fc.property(words, (text) => ["text", "missing"].includes(fault(bytes(text), "audio/mpeg") ?? "")));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 700 }), fc.string(), fc.boolean(), (head, type, isWhole) => {
      contentFault({ type, head, isWhole });
    }),
  );
});

test("a status fails the link unless it speaks of the moment or of the host", () => {
  for (const status of [401, 403, 404, 410, 451]) assert.equal(statusFault(status), `${status}`);
  for (const status of [200, 206, 302, 408, 416, 425, 429, 500, 502, 503, 504]) assert.equal(statusFault(status), null);
  assert.equal(statusFault(204), "empty");
  assert.match(faultSentence("404"), /answered 404: recording not found/);
  assert.match(faultSentence("418"), /answered 418\./);
});
