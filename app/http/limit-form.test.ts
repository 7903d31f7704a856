import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import { limitForm } from "#app/http/limit-form.server.ts";

const MIB = 1024 * 1024;
let passedOn = 0;

const server = createServer(async (req, res) => {
  passedOn = 0;
  const body = limitForm(req, res);
  if (!body) return;
  body.on("error", () => {});
  body.on("data", (chunk: Buffer) => {
    passedOn += chunk.byteLength;
  });
  body.once("end", () => res.end("read"));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => server.close().closeAllConnections());
const { port } = server.address() as AddressInfo;

/** Sends so many MiB, in pieces of one, and gives up sending once there is an answer. */
async function post(path: string, mib: number, headers: Record<string, string> = {}) {
  const sent = request({ port, host: "127.0.0.1", method: "POST", path, headers, agent: false }).on("error", () => {});
  for (let piece = 0; piece < mib; piece++) sent.write(Buffer.alloc(MIB, "a"));
  sent.end();
  const [response] = await once(sent, "response");
  const text = (await response.toArray()).join("");
  sent.destroy();
  return { status: response.statusCode, text };
}

test("a form of 2 MiB is passed on whole", async () => {
  assert.deepEqual(await post("/sign-in", 2), { status: 200, text: "read" });
  assert.equal(passedOn, 2 * MIB);
});

test("a longer form is answered with 413 in words, whether or not it says its length", async () => {
  const declared = await post("/sign-in", 0, { "content-length": String(480 * MIB) });
  const chunked = await post("/sign-in", 40);
  assert.ok(passedOn <= 2 * MIB, `${passedOn} bytes went to the pages`);
  for (const { status, text } of [declared, chunked]) {
    assert.equal(status, 413);
    assert.match(text, /This form is too long.*2 MiB/s);
  }
});

test("a form that the browser's script sends is refused in words that the script can show", async () => {
  const { status, text } = await post("/sign-in.data", 3);
  assert.equal(status, 413);
  const [, , kind, words] = JSON.parse(text);
  assert.deepEqual(kind, ["ErrorResponse", 3, 4, 5]);
  assert.match(words, /2 MiB/);
});
