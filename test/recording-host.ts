import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { gzipSync } from "node:zlib";

/** A sound of a common encoder: see test/sounds/README.md. */
export const sound = (name: string) => readFileSync(new URL(`./sounds/${name}`, import.meta.url));

type Answer = (res: ServerResponse, req: IncomingMessage) => void;

const MP3 = sound("cbr.mp3");
const send = (body: string | Uint8Array, headers: Record<string, string> = {}, status = 200): Answer => {
  const all = { "content-type": "audio/mpeg", "content-length": Buffer.byteLength(body), ...headers };
  return (res) => void res.writeHead(status, all).end(body);
};

/** What a link of the host may lead to: what it is for, by its path. */
const ANSWERS: Record<string, Answer> = {
  missing: send('{"success":false,"code":404,"text":"Recording not found!"}', { "content-type": "application/json" }),
  json: send('{"success":false,"text":"Please try later"}', { "content-type": "application/json" }),
  page: send("<!doctype html><html><body>Sign in</body></html>", { "content-type": "text/html" }),
  empty: send(""),
  pdf: send(`%PDF-1.7\n${"\u0000".repeat(900)}`),
  noise: send(Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + 17) % 251))),
  "gzip of a sound": send(gzipSync(MP3), { "content-encoding": "gzip" }),
  "torn gzip": send(gzipSync(MP3).subarray(0, 900), { "content-encoding": "gzip" }),
  "gzip file": send(gzipSync(MP3)),
  "cut short": (res) => {
    res.writeHead(200, { "content-length": MP3.length });
    res.write(MP3.subarray(0, 3000), () => res.destroy());
  },
  "cut chunks": (res) => void res.writeHead(200).write(MP3.subarray(0, 3000), () => res.destroy()),
  hangs: (res) => void res.destroy(),
  elsewhere: (res) => void res.writeHead(302, { location: "http://127.0.0.2/x" }).end(),
  loop: (res) => void res.writeHead(302, { location: "/loop" }).end(),
  "part unasked": send(MP3.subarray(0, 3000), { "content-range": `bytes 0-2999/${MP3.length}` }, 206),
  "whole as a part": send(MP3, { "content-range": `bytes 0-${MP3.length - 1}/${MP3.length}` }, 206),
  endless: (res) => {
    const more = () => {
      while (!res.destroyed && res.write(MP3));
    };
    res.writeHead(200).on("drain", more);
    more();
  },
  "grows while unpacked": send(gzipSync(Buffer.concat([MP3, Buffer.alloc(2_000_000)])), { "content-encoding": "gzip" }),
  drips: (res) => {
    res.writeHead(200).write(MP3.subarray(0, 2000));
    const drip = setInterval(() => res.write(MP3.subarray(0, 1)), 20);
    res.once("close", () => clearInterval(drip));
  },
  "no type": send(MP3, { "content-type": "application/octet-stream" }),
  "after zeros": send(Buffer.concat([Buffer.alloc(700), MP3])),
};

/**
 * A host of recordings with every bad habit that is known. `/sound/cbr.mp3` is a good one; `/status/503` answers a status;
 * `/once/503/sound/cbr.mp3` the first time only; other paths are the words of ANSWERS. `asked`: the paths, in order.
 * The settings allow it, and it stops after the last test of the file.
 */
export async function startRecordingHost() {
  const asked: string[] = [];
  const more = new Map<string, Answer>();
  const server = createServer((req, res) => {
    const path = decodeURIComponent(new URL(req.url ?? "", "http://host").pathname);
    const isFirst = !asked.includes(path);
    asked.push(path);
    const [, once503, ofOnce] = /^\/once\/(\d+)(\/.+)$/.exec(path) ?? [];
    const asks = once503 === undefined ? path : isFirst ? `/status/${once503}` : (ofOnce ?? "");
    const [, status] = /^\/status\/(\d+)/.exec(asks) ?? [];
    const [, name] = /^\/sound\/([^/]+)/.exec(asks) ?? [];
    const [, word = ""] = /^\/([^/]+)/.exec(asks) ?? [];
    if (status) send("", { "retry-after": "1" }, Number(status))(res, req);
    else if (name) send(sound(name), { "content-type": "audio/mpeg" })(res, req);
    else (more.get(word) ?? ANSWERS[word] ?? send("Not Found", {}, 404))(res, req);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.RECORDING_HOSTS = "127.0.0.1";
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url, asked, answers: more };
}
