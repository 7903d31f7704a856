import { Agent, request } from "node:http";
import type { HostileDelivery } from "./arbitrary-delivery.ts";

export type Answer = { status: number; body: Record<string, unknown> };

const agent = new Agent({ keepAlive: true, maxSockets: 48 });
const PATIENCE_MS = 15_000;

/**
 * Sends a delivery and reads the answer.
 * @throws when there is none in time, or one that is not JSON
 */
export function sendHostile(origin: string, delivery: HostileDelivery, isSecondTry = false): Promise<Answer> {
  const { method, path, headers, body, isChunked } = delivery;
  return new Promise((resolve, reject) => {
    // Said in words: for some methods Node would send a body without any frame.
    const length: Record<string, string> = isChunked
      ? { "transfer-encoding": "chunked" }
      : { "content-length": String(body.byteLength) };
    const req = request(origin + path, {
      method,
      agent: !isSecondTry && agent,
      headers: { ...headers, ...length },
      timeout: PATIENCE_MS,
    });
    req.on("error", (error: Error & { code?: string }) => {
      // The portal may end an idle connection in the moment in which we use it again.
      const wasIdle = req.reusedSocket && error.code === "ECONNRESET" && !isSecondTry;
      wasIdle ? sendHostile(origin, delivery, true).then(resolve, reject) : reject(error);
    });
    req.on("timeout", () => req.destroy(new Error(`no answer within ${PATIENCE_MS} ms`)));
    req.on("response", (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        try {
          resolve({ status: res.statusCode ?? 0, body: JSON.parse(text) as Record<string, unknown> });
        } catch {
          reject(new Error(`answered ${res.statusCode} with something that is not JSON: ${text.slice(0, 200)}`));
        }
      });
    });
    const half = Math.floor(body.byteLength / 2);
    if (isChunked && half > 0) req.write(body.subarray(0, half));
    req.end(isChunked ? body.subarray(half) : body);
  });
}

/** Ends the kept-alive connections. */
export function hangUp(): void {
  agent.destroy();
}
