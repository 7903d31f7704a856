import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { guardConnections, type Peer } from "#app/http/guard-connections.server.ts";

const STRANGER: Peer = { isConvoso: false, source: null };
const CONVOSO: Peer = { isConvoso: true, source: null };

/** A guarded server that answers "ok", and "slow" never. `open` opens a connection that is said to come from `peer`. */
async function startGuarded(limits: { most: number; reserved: number; mostOfOneSource: number }) {
  const peers: Peer[] = [];
  const server = createServer((req, res) => {
    if (isRefused(req, res)) return;
    if (req.url !== "/slow") res.end("ok");
  });
  const isRefused = guardConnections(server, { ...limits, peerOf: () => peers.shift() ?? STRANGER });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const open = async (peer: Peer) => {
    peers.push(peer);
    const socket = connect(port, "127.0.0.1").on("error", () => {});
    await once(server, "connection");
    return socket;
  };
  return { open, [Symbol.asyncDispose]: async () => void server.close().closeAllConnections() };
}

/** The answer to a request, as text; "" where the connection was closed without one. */
async function ask(socket: Socket, path = "/"): Promise<string> {
  socket.write(`GET ${path} HTTP/1.1\r\nHost: portal\r\n\r\n`);
  const [answer = ""] = await Promise.race([once(socket, "data"), once(socket, "close").then(() => [])]);
  return String(answer);
}

const isOk = (answer: string) => answer.startsWith("HTTP/1.1 200 ");

test("when all connections are in use, the one that is idle for longest makes room for a new one", async () => {
  await using server = await startGuarded({ most: 3, reserved: 0, mostOfOneSource: 9 });
  const [first, second, third] = [
    await server.open(STRANGER),
    await server.open(STRANGER),
    await server.open(STRANGER),
  ];
  assert.ok(isOk(await ask(first)), "the first is used again, so that the second is idle for longest");
  await sleep(20);
  const gone = once(second, "close");
  const fourth = await server.open(STRANGER);
  await gone;
  for (const socket of [first, third, fourth]) assert.ok(isOk(await ask(socket)));
});

test("Convoso's idle connections are kept, and it gets in while strangers use all others", async () => {
  await using server = await startGuarded({ most: 2, reserved: 1, mostOfOneSource: 9 });
  const convoso = await server.open(CONVOSO);
  const busy = await server.open(STRANGER);
  void ask(busy, "/slow");
  await sleep(20);
  const stranger = await ask(await server.open(STRANGER));
  assert.match(stranger, /^HTTP\/1.1 503 .*retry-after: 5.*too_many_connections/is);
  assert.ok(isOk(await ask(await server.open(CONVOSO))));
  assert.ok(isOk(await ask(convoso)));
});

test("an address that has too many connections is told to wait, and others are not", async () => {
  await using server = await startGuarded({ most: 9, reserved: 0, mostOfOneSource: 2 });
  const of = (source: string): Peer => ({ isConvoso: false, source });
  const [first] = [await server.open(of("a")), await server.open(of("a"))];
  assert.match(await ask(await server.open(of("a"))), /^HTTP\/1.1 429 .*retry-after: 5.*too_many_connections/is);
  assert.ok(isOk(await ask(await server.open(of("b")))));
  first.destroy();
  await sleep(50);
  assert.ok(isOk(await ask(await server.open(of("a")))), "a connection that was closed counts no more");
});
