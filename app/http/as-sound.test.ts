import assert from "node:assert/strict";
import { test } from "node:test";
import { asSound } from "#app/http/as-sound.server.ts";

test("whatever a recording's host calls it, the browser gets a sound, in a sandbox", () => {
  const others = [
    "text/javascript",
    "image/svg+xml",
    "text/html; charset=utf-8",
    "application/octet-stream",
    "audio/x y",
    "",
  ];
  for (const type of others)
    assert.equal(asSound(new Headers({ "content-type": type }), "a").get("content-type"), "audio/mpeg");
  for (const type of ["audio/wav", "Audio/MPEG", "audio/mp4; codecs=x"]) {
    const headers = asSound(new Headers({ "content-type": type, "content-length": "5", etag: '"a"' }), "a");
    assert.equal(headers.get("content-type"), type.split(";")[0]?.toLowerCase());
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.match(headers.get("content-security-policy") ?? "", /^sandbox;/);
    assert.deepEqual([headers.get("content-length"), headers.get("etag")], ["5", '"a"']);
  }
});

test("a recording has a name with the ending of its kind, whatever the id of its call is made of", () => {
  const nameOf = (type: string, name: string) =>
    asSound(new Headers({ "content-type": type }), name).get("content-disposition");
  assert.equal(nameOf("audio/wav", "call 7"), `inline; filename="call 7.wav"; filename*=UTF-8''call%207.wav`);
  assert.equal(nameOf("audio/x-odd", "call 7"), `inline; filename="call 7"; filename*=UTF-8''call%207`);
  const odd = 'a"b/c\\d\r\ne*é\ud800';
  assert.equal(
    nameOf("audio/mpeg", odd),
    `inline; filename="a_b_c_d__e*__.mp3"; filename*=UTF-8''a%22b%2Fc%5Cd%0D%0Ae%2a%C3%A9%EF%BF%BD.mp3`,
  );
});
