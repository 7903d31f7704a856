// The load: its own process that posts over raw sockets. Cheaper than any HTTP client, so that on two cores it leaves
// most of one to what it measures.
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * What to send where. In `body`, `{n}` and `{phone}` are new each time; with `{third}` in it, that and the phone are the same
 * three times. Without `perSecond` every connection sends its next
 * delivery when the answer to the last is there; with it they are sent at that pace, whether answers come or not, and
 * latency counts from the moment when a delivery was due.
 */
export type LoadOrder = {
  port: number;
  path: string;
  connections: number;
  seconds: number;
  body: string;
  perSecond?: number;
};

/**
 * What came back: answers a second, those that were not 2xx, latency in milliseconds, and what each answer cost this load
 * itself, in microseconds of processor time.
 */
export type LoadResult = {
  perSecond: number;
  answered: number;
  refused: number;
  p50: number;
  p95: number;
  p99: number;
  ownMicros: number;
};

type Connection = { socket: Socket; sentAt: number; left: number; onIdle: () => void };

const HEAD_END = "\r\n\r\n";
const DUE_EVERY_MS = 1;

const latencies: number[] = [];
let refused = 0;

async function run(order: LoadOrder): Promise<LoadResult> {
  const requestOf = createWriter(order);
  const connections = await Promise.all(Array.from({ length: order.connections }, () => open(order.port)));
  const before = process.cpuUsage();
  const started = performance.now();
  const end = started + order.seconds * 1000;
  if (order.perSecond === undefined) await sendInTurn(connections, requestOf, end);
  else await sendAtPace(connections, requestOf, { started, end, perSecond: order.perSecond });
  const elapsed = (performance.now() - started) / 1000;
  const spent = process.cpuUsage(before);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Number((latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(2));
  return {
    perSecond: Math.round(latencies.length / elapsed),
    answered: latencies.length,
    refused,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    ownMicros: Math.round((spent.user + spent.system) / latencies.length),
  };
}

/** Whatever stays the same is joined beforehand: numbers are all of one length, so the head is, too. */
function createWriter({ path, body }: LoadOrder): () => string {
  const first = (Date.now() % 1e8) * 1000 + 1e11; // an id of twelve digits that no other load of this day has
  const perPerson = body.includes("{third}") ? 3 : 1;
  const sample = body.replaceAll(/\{(n|third)\}/g, String(first)).replaceAll("{phone}", "2135550123");
  const head = `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(sample)}${HEAD_END}`;
  const parts = (head + body).split(/(\{n\}|\{phone\}|\{third\})/);
  let sequence = first;
  return () => {
    const person = String(1e11 + Math.floor(sequence / perPerson));
    const values: Record<string, string> = {
      "{n}": String(sequence++),
      "{third}": person,
      "{phone}": `213${2 + (Number(person) % 8)}${person.slice(-6)}`,
    };
    let text = "";
    for (const part of parts) text += values[part] ?? part;
    return text;
  };
}

async function open(port: number): Promise<Connection> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect({ port, host: "127.0.0.1", noDelay: true }, resolve);
  const connection: Connection = { socket, sentAt: 0, left: -1, onIdle: () => {} };
  const fail = (error: Error) => {
    reject(error);
    console.error(error);
    process.exit(1);
  };
  socket.on("error", fail);
  socket.on("end", () => fail(new Error("The server closed a connection under load.")));
  socket.on("data", (data) => take(connection, data));
  await promise;
  return connection;
}

/** Follows one answer, which may come in pieces; `left` is what is still missing of its body, -1 while its head is due. */
function take(connection: Connection, data: Buffer): void {
  if (connection.left < 0) {
    const text = data.toString("latin1");
    const headEnd = text.indexOf(HEAD_END);
    if (headEnd < 0) throw new Error("The head of an answer came in pieces.");
    const length = /content-length: *(\d+)/i.exec(text)?.[1];
    if (text[9] !== "2") refused++; // the first digit of the status
    // Without a length it is chunked, and over with the empty chunk.
    if (length === undefined) connection.left = text.endsWith("0\r\n\r\n") ? 0 : Number.POSITIVE_INFINITY;
    else connection.left = headEnd + HEAD_END.length + Number(length) - data.length;
  } else if (connection.left === Number.POSITIVE_INFINITY) {
    if (data.toString("latin1", Math.max(0, data.length - 5)) === "0\r\n\r\n") connection.left = 0;
  } else {
    connection.left -= data.length;
  }
  if (connection.left > 0) return;
  connection.left = -1;
  latencies.push(performance.now() - connection.sentAt);
  connection.onIdle();
}

async function sendInTurn(connections: Connection[], requestOf: () => string, end: number): Promise<void> {
  await Promise.all(
    connections.map(
      (connection) =>
        new Promise<void>((resolve) => {
          connection.onIdle = () => {
            connection.sentAt = performance.now();
            if (connection.sentAt > end) return resolve();
            connection.socket.write(requestOf(), "latin1");
          };
          connection.onIdle();
        }),
    ),
  );
}

async function sendAtPace(
  connections: Connection[],
  requestOf: () => string,
  { started, end, perSecond }: { started: number; end: number; perSecond: number },
): Promise<void> {
  const idle = [...connections];
  const due: number[] = [];
  const sendDue = () => {
    while (due.length > 0) {
      const connection = idle.shift(); // the one that rested longest: no server need take it for a dead one
      if (!connection) return;
      connection.sentAt = due.shift() as number;
      connection.socket.write(requestOf(), "latin1");
    }
  };
  for (const connection of connections) {
    connection.onIdle = () => {
      idle.push(connection);
      sendDue();
    };
  }
  for (let planned = 0, now = started; now < end; now = performance.now()) {
    for (; planned < ((now - started) / 1000) * perSecond; planned++) due.push(started + (planned / perSecond) * 1000);
    sendDue();
    await sleep(DUE_EVERY_MS);
  }
  while (idle.length < connections.length || due.length > 0) await sleep(DUE_EVERY_MS);
}

process.once("message", (order: LoadOrder) => {
  run(order).then(
    (result) => process.send?.(result, () => process.exit(0)),
    (error) => {
      console.error(error);
      process.exit(1);
    },
  );
});
