// The load: a process of its own that posts from many connections over raw sockets, each waiting for its answer before it
// sends the next. Cheaper than any HTTP client, so that on two cores it leaves most of one to what it measures.
import { connect, type Socket } from "node:net";

/** What to send where. `bodies` holds request bodies in which `{n}` and `{phone}` are new each time. */
export type LoadOrder = { port: number; path: string; connections: number; seconds: number; body: string };

/** What came back: answers a second, those that were not 2xx, and latency in milliseconds. */
export type LoadResult = {
  perSecond: number;
  answered: number;
  refused: number;
  p50: number;
  p95: number;
  p99: number;
};

const HEAD_END = Buffer.from("\r\n\r\n");
const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** Whether `answer` holds one whole HTTP/1.1 response. */
function isWhole(answer: Buffer): boolean {
  const headEnd = answer.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const head = answer.toString("latin1", 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head);
  if (length) return answer.length >= headEnd + 4 + Number(length[1]);
  return answer.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK);
}

async function run({ port, path, connections, seconds, body }: LoadOrder): Promise<LoadResult> {
  const latencies: number[] = [];
  let refused = 0;
  let sequence = Date.now() * 1000;
  let isOver = false;

  function talk(socket: Socket): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    let sentAt = 0;
    let answer: Buffer = Buffer.alloc(0);
    const send = () => {
      if (isOver) {
        socket.destroy();
        return resolve();
      }
      const number = String(sequence++);
      const text = body.replaceAll("{n}", number).replaceAll("{phone}", `213${number.slice(-7)}`);
      sentAt = performance.now();
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
      );
    };
    socket.on("data", (data) => {
      answer = answer.length > 0 ? Buffer.concat([answer, data]) : data;
      if (!isWhole(answer)) return;
      latencies.push(performance.now() - sentAt);
      if (answer[9] !== 0x32) refused++; // the first digit of the status: 2
      answer = Buffer.alloc(0);
      send();
    });
    socket.on("error", reject);
    socket.on("connect", send);
    return promise;
  }

  const sockets = Array.from({ length: connections }, () => connect({ port, host: "127.0.0.1", noDelay: true }));
  const started = performance.now();
  setTimeout(() => {
    isOver = true;
  }, seconds * 1000);
  await Promise.all(sockets.map(talk));
  const elapsed = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => Number((latencies[Math.floor((latencies.length - 1) * share)] ?? 0).toFixed(2));
  return {
    perSecond: Math.round(latencies.length / elapsed),
    answered: latencies.length,
    refused,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
  };
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
