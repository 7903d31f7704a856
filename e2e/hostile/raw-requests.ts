import { connect } from "node:net";
import fc from "fast-check";

const PATH = "/api/webhooks/convoso";
const BODY = '{"call_id":"raw-1","duration":5}';
const head = (...lines: string[]) => `${[`POST ${PATH} HTTP/1.1`, ...lines].join("\r\n")}\r\n\r\n`;
const PLAIN = head("Host: portal", "Content-Type: application/json", `Content-Length: ${BODY.length}`) + BODY;
const chunked = (text: string) => head("Host: portal", "Transfer-Encoding: chunked") + text;

/** Requests that no HTTP library would send. */
export const RAW_REQUESTS: Record<string, string | Uint8Array> = {
  "a body longer than it says": head("Host: portal", "Content-Length: 5") + BODY,
  "a body shorter than it says": head("Host: portal", "Content-Length: 5000") + BODY,
  "a negative length": head("Host: portal", "Content-Length: -5") + BODY,
  "a length that is no number": head("Host: portal", "Content-Length: many") + BODY,
  "a length in another notation": head("Host: portal", "Content-Length: 0x20") + BODY,
  "a length beyond 64 bits": head("Host: portal", "Content-Length: 99999999999999999999") + BODY,
  "a length of a terabyte": head("Host: portal", "Content-Length: 1099511627776") + BODY,
  "two lengths": head("Host: portal", "Content-Length: 5", "Content-Length: 32") + BODY,
  "a length and chunks": head("Host: portal", "Content-Length: 5", "Transfer-Encoding: chunked") + BODY,
  "an unknown transfer encoding": head("Host: portal", "Transfer-Encoding: gzip") + BODY,
  "chunked twice": head("Host: portal", "Transfer-Encoding: chunked, chunked") + BODY,
  "a chunk size that is no number": chunked("zz\r\nabc\r\n0\r\n\r\n"),
  "a chunk size beyond 64 bits": chunked("fffffffffffffffff\r\nabc\r\n0\r\n\r\n"),
  "a long chunk extension": chunked(`5;${"x".repeat(40_000)}\r\nabcde\r\n0\r\n\r\n`),
  "chunks that never end": chunked("5\r\nabcde\r\n".repeat(500)),
  "chunks of one byte": chunked(`${[...BODY].map((c) => `1\r\n${c}\r\n`).join("")}0\r\n\r\n`),
  "a trailer": chunked(`20\r\n${BODY}\r\n0\r\nX-Convoso-Signature: x\r\n\r\n`),
  "no host": `POST ${PATH} HTTP/1.1\r\nContent-Length: 0\r\n\r\n`,
  "two hosts": head("Host: a", "Host: b", "Content-Length: 0"),
  "a host with a space": head("Host: a b", "Content-Length: 0"),
  "a host with a path": head("Host: portal/x?y#z", "Content-Length: 0"),
  "a host with a user name": head("Host: me@portal", "Content-Length: 0"),
  "a host with a wrong port": head("Host: portal:99999", "Content-Length: 0"),
  "an empty host": head("Host:", "Content-Length: 0"),
  "a whole address": `POST http://evil.example${PATH} HTTP/1.1\r\nHost: portal\r\nContent-Length: 0\r\n\r\n`,
  "two slashes": "POST //evil.example/x HTTP/1.1\r\nHost: portal\r\nContent-Length: 0\r\n\r\n",
  "an asterisk": "OPTIONS * HTTP/1.1\r\nHost: portal\r\n\r\n",
  "a path outside": "GET /../../../etc/passwd HTTP/1.1\r\nHost: portal\r\n\r\n",
  "a path outside, encoded": "GET /build/%2e%2e/%2e%2e/package.json HTTP/1.1\r\nHost: portal\r\n\r\n",
  "a path with NUL": "GET /favicon.svg%00.html HTTP/1.1\r\nHost: portal\r\n\r\n",
  "a path that cannot be decoded": "GET /admin/super/calls/%E0%A4%A HTTP/1.1\r\nHost: portal\r\n\r\n",
  "an address with raw bytes": Buffer.from(`POST ${PATH}?\xff\xfe=\xe9 HTTP/1.1\r\nHost: portal\r\n\r\n`, "latin1"),
  "an address too long": `POST ${PATH}?${"q".repeat(20_000)} HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "a header too long": head("Host: portal", `X-Long: ${"x".repeat(20_000)}`, "Content-Length: 0"),
  "too many headers": head("Host: portal", ...Array.from({ length: 3_000 }, (_, n) => `X-${n}: 1`)),
  "a header with NUL": head("Host: portal", "X-Nul: a\0b", "Content-Length: 0"),
  "a header with a line end": head("Host: portal", "X-Cr: a\rb", "Content-Length: 0"),
  "a folded header": head("Host: portal", "X-Folded: a\r\n b", "Content-Length: 0"),
  "a header without colon": head("Host: portal", "nothing", "Content-Length: 0"),
  "a header named __proto__": head("Host: portal", "__proto__: x", "constructor: y", "Content-Length: 0"),
  "another expectation": head("Host: portal", "Expect: miracles", "Content-Length: 0"),
  "a wish to upgrade": head("Host: portal", "Connection: Upgrade", "Upgrade: websocket", "Content-Length: 0"),
  "a proxy's method": "CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
  "a tracing method": `TRACE ${PATH} HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "a method of files": `PROPFIND ${PATH} HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "a question for options": `OPTIONS ${PATH} HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "a question for the head": `HEAD ${PATH} HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "a method of nobody": `HACK ${PATH} HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "a lower-case method": PLAIN.replace("POST", "post"),
  "a version of the past": `POST ${PATH}\r\n\r\n`,
  "a version of the future": PLAIN.replace("HTTP/1.1", "HTTP/9.9"),
  "the greeting of HTTP/2": "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "the greeting of TLS": Buffer.from("16030100a5010000a10303", "hex"),
  "bare line feeds": PLAIN.replaceAll("\r\n", "\n"),
  "many at once": PLAIN.repeat(20),
  "Remix's old data address": `POST ${PATH}?_data=routes%2Fapi.webhooks.convoso HTTP/1.1\r\nHost: portal\r\n\r\n`,
  "Remix's data address": `POST ${PATH}.data?_routes=root HTTP/1.1\r\nHost: portal\r\nContent-Length: 0\r\n\r\n`,
  "Remix's manifest": "GET /__manifest?p=%00&p=/admin/super&version=x HTTP/1.1\r\nHost: portal\r\n\r\n",
  "a post to a page": "POST /admin/super HTTP/1.1\r\nHost: portal\r\nContent-Length: 1000000\r\n\r\nx",
  "a form that is none": `POST /sign-in HTTP/1.1\r\nHost: portal\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n\r\nabc`,
  nothing: "",
};

/** A good request with some of its bytes changed. */
export const damagedRequest: fc.Arbitrary<Uint8Array> = fc
  .array(fc.tuple(fc.nat(PLAIN.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 })
  .map((changes) => {
    const bytes = Buffer.from(PLAIN);
    for (const [at, byte] of changes) bytes[at] = byte;
    return bytes;
  });

/**
 * Writes bytes to the portal and then says that nothing more comes.
 * @returns the status of the first answer; null where the portal just hung up
 * @throws when it does neither in time
 */
export function sendRaw(origin: string, bytes: string | Uint8Array): Promise<number | null> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    let said = "";
    const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    socket.setTimeout(15_000, () => socket.destroy(new Error("neither an answer nor the end of the connection")));
    socket.on("connect", () => socket.end(bytes));
    socket.on("data", (data) => {
      said += data.toString("latin1");
    });
    socket.on("error", (error: Error & { code?: string }) =>
      // Hanging up on somebody who is still sending resets the connection.
      error.code === "ECONNRESET" || error.code === "EPIPE" ? resolve(statusOf(said)) : reject(error),
    );
    socket.on("end", () => resolve(statusOf(said)));
    socket.on("close", () => resolve(statusOf(said)));
  });
}

function statusOf(text: string): number | null {
  const status = /^HTTP\/1\.\d (\d{3})/.exec(text)?.[1];
  return status === undefined ? null : Number(status);
}
