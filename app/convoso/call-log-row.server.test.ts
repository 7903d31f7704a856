import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseCallLogRow } from "#app/convoso/call-log-row.server.ts";

const parse = (row: object) => parseCallLogRow({ id: "9001", ...row });

describe("parseCallLogRow", () => {
  it("takes a recording's public link, else a source that is a link, and never a bare file name", () => {
    const link = "https://admin.example/play?x=1";
    const other = "https://admin.example/other.mp3";
    assert.equal(
      parse({ recording: [{ public_url: "" }, { src: other, public_url: link }, { public_url: other }] })?.recordingUrl,
      link,
    );
    assert.equal(parse({ recording: [{ src: "1001_a.mp3", public_url: "" }, { src: other }] })?.recordingUrl, other);
    assert.equal(parse({ recording: { public_url: link } })?.recordingUrl, link);
    assert.equal(parse({ recording: link })?.recordingUrl, link);
    for (const none of [
      [],
      null,
      "",
      "1001_a.mp3",
      [null],
      [{ src: "1001_a.mp3" }],
      [{ public_url: "javascript:x" }],
    ]) {
      assert.equal(parse({ recording: none })?.recordingUrl, null, JSON.stringify(none));
    }
  });

  it("takes blanks, the word null and the id 0 for nothing", () => {
    const row = parse({
      lead_id: "0",
      user_id: 0,
      user: " NULL ",
      campaign: "",
      call_length: "",
    });
    assert.deepEqual(
      [row?.leadId, row?.userId, row?.agentName, row?.campaign, row?.callLength],
      [null, null, null, null, null],
    );
  });

  it("reads lengths as text or number, and refuses nonsense", () => {
    assert.deepEqual(
      ["0", 0, "61", 12.4, "-3", "abc", "1e99", null].map((length) => parse({ call_length: length })?.callLength),
      [0, 0, 61, 12, null, null, null, null],
    );
  });

  it("is null for what has no id", () => {
    assert.equal(parseCallLogRow({ id: "" }), null);
    assert.equal(parseCallLogRow("row"), null);
  });
});
