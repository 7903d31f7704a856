import { once } from "node:events";
import { get } from "node:http";
import type pg from "pg";
import { to as copyTo } from "pg-copy-streams";

/** What was read and dropped, and how long it took from the question to the last byte. */
export type Read = { rows: number; bytes: number; seconds: number };

type Asked = { port: number; cookie: string; path: string; leaveAfter?: number };

/** Downloads an export; with `leaveAfter` the connection is cut once so many bytes came. */
export function readExport({ port, cookie, path, leaveAfter }: Asked): Promise<Omit<Read, "rows">> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let bytes = 0;
    const done = () => resolve({ bytes, seconds: (performance.now() - start) / 1000 });
    const headers = { cookie, "accept-encoding": "gzip, deflate, br" };
    const asked = get({ port, host: "127.0.0.1", path, headers, agent: false }, (response) => {
      if (response.statusCode !== 200)
        return void reject(new Error(`${path} was answered with ${response.statusCode}.`));
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (leaveAfter === undefined || bytes < leaveAfter || response.destroyed) return;
        response.destroy();
        done();
      });
      response.once("end", done);
      response.once("error", leaveAfter === undefined ? reject : () => undefined);
    });
    asked.once("error", reject);
  });
}

/** Reads what a COPY statement writes. */
export async function readCopy(client: pg.Client, statement: string): Promise<Read> {
  const start = performance.now();
  let bytes = 0;
  const text = client.query(copyTo(statement));
  text.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  await once(text, "end");
  return { rows: text.rowCount, bytes, seconds: (performance.now() - start) / 1000 };
}
