import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import fc from "fast-check";
import { curlCommand, firstCallCommand } from "#app/lib/curl-command.ts";

/** The words that bash gives to curl. */
function wordsOf(command: string, env: Partial<NodeJS.ProcessEnv> = {}): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync("bash", ["--norc", "-c", script], { encoding: "utf8", env: env as NodeJS.ProcessEnv })
    .split("\0")
    .slice(0, -1);
}

test("bash hands every body to curl as it was, quotes and line ends included", () => {
  const body = fc.string({ unit: fc.constantFrom(..."'\"\\$`!\n{}é @%&".split(""), "a") });
  fc.assert(
    fc.property(body, (text) => {
      const command = curlCommand({ url: "https://your-domain.com/x", headers: { "X-It": "it's" }, body: text });
      assert.deepEqual(wordsOf(command).slice(2), [
        "https://your-domain.com/x",
        "-H",
        "X-It: it's",
        "--data-raw",
        text,
      ]);
    }),
    { numRuns: 30 },
  );
});

test("the secret comes out of the reader's environment", () => {
  const command = curlCommand({ url: "https://your-domain.com/x", headers: {}, body: "{}", withSecret: true });
  assert.ok(wordsOf(command, { CONVOSO_WEBHOOK_SECRET: "s3cret words" }).includes("x-webhook-secret: s3cret words"));
  assert.ok(wordsOf(command, { CONVOSO_WEBHOOK_SECRET: "new one,old" }).includes("x-webhook-secret: new one"));
});

test("the command that the start prints sends the secret where one is needed, on one line or on several", () => {
  const url = "http://localhost:3000/api/webhooks/convoso";
  for (const between of [" ", " \\\n    "]) {
    const env = { CONVOSO_WEBHOOK_SECRET: "s3cret words,old" };
    const words = wordsOf(firstCallCommand(url, true, between), env);
    assert.deepEqual(words.slice(0, 3), ["-X", "POST", url]);
    assert.ok(words.includes("x-webhook-secret: s3cret words"));
    assert.equal(JSON.parse(words.at(-1) ?? "").call_id, "test-123");
    assert.doesNotMatch(firstCallCommand(url, false, between), /secret/);
  }
});
