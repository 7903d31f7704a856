import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterEach, test } from "node:test";
import { readIncomingBody } from "#app/http/read-limited-body.server.ts";

/** Connections and servers that a test opened. They end with it, also where it fails: an open one keeps the file running. */
const open: (() => void)[] = [];
afterEach(() => {
  for (const end of open.splice(0)) end();
});

/** What the server sees of a sender that sends this much of its body. */
async function receive(sent: string, { of }: { of: number }) {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const sender = connect((server.address() as AddressInfo).port, "127.0.0.1");
  sender.write(`POST / HTTP/1.1\r\nHost: portal.test\r\nContent-Length: ${of}\r\n\r\n${sent}`);
  const [request] = (await once(server, "request")) as [IncomingMessage];
  const hangUp = async () => {
    const closed = new Promise((resolve) => request.once("close", resolve));
    request.on("error", () => {}); // without a listener it would end the process
    sender.destroy();
    await closed;
  };
  open.push(() => {
    sender.destroy();
    server.close();
  });
  return { request, hangUp };
}

test("a whole body is read, and of one that is too long only how long it is", async () => {
  const { request } = await receive("four", { of: 4 });
  assert.deepEqual(await readIncomingBody(request, 10), { body: Buffer.from("four"), bodySize: 4 });
  const tooLong = await receive("four", { of: 11 });
  assert.deepEqual(await readIncomingBody(tooLong.request, 10), { body: null, bodySize: 11 });
});

test("a sender who hangs up in the middle of the body is not waited for", async () => {
  const { request, hangUp } = await receive("four", { of: 8 });
  const reading = assert.rejects(readIncomingBody(request, 10));
  await hangUp();
  await reading;
});

test("nor is one who hung up before anybody read", async () => {
  const { request, hangUp } = await receive("four", { of: 8 });
  await hangUp();
  await assert.rejects(readIncomingBody(request, 10), /closed the connection/);
});
