import assert from "node:assert/strict";
import { test } from "node:test";
import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";

test("why a recording is not in the archive is said in a sentence, be it ours, a fault of the link, or a status", () => {
  assert.match(archiveReasonSentence("changed"), /^The file in the store differs/);
  assert.match(archiveReasonSentence("page"), /a web page instead of audio/);
  assert.match(archiveReasonSentence("503"), /answered 503\.$/);
});
