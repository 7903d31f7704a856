import type { IncomingMessage } from "node:http";

/** The raw bytes of a body, and how many there are; without the bytes when it is too long. */
export type RawBody = { body: Uint8Array | null; bodySize: number };
export type ReadLimitedBody = (limit: number) => Promise<RawBody>;

/** A sender who claims more than a column of call_events can hold sends nothing that long. */
const MOST_DECLARED = 2 ** 31 - 1;

/** Reads at most `limit` bytes, so that a huge body costs no memory. */
export async function readLimitedBody(request: Request, limit: number): Promise<RawBody> {
  const declared = Number(request.headers.get("content-length"));
  if (declared > limit) return tooLong(declared);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > limit) return tooLong(size);
    chunks.push(chunk);
  }
  return { body: Buffer.concat(chunks), bodySize: size };
}

/**
 * The same from Node's own request, without the web streams in between: they cost more than everything else it takes.
 * @throws when the sender hangs up before the end, also where that was before anybody listened
 */
export function readIncomingBody(request: IncomingMessage, limit: number): Promise<RawBody> {
  const declared = Number(request.headers["content-length"]);
  if (declared > limit) return Promise.resolve(tooLong(declared));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.byteLength;
      if (size <= limit) chunks.push(chunk);
      else resolve(tooLong(size));
    });
    request.once("end", () => {
      resolve({ body: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks), bodySize: size });
    });
    // Every request closes in the end, and to make an error takes as long as to read a body.
    const hungUp = () => request.readableEnded || reject(new Error("The sender closed the connection."));
    request.once("error", reject);
    request.once("close", hungUp);
    if (request.destroyed) hungUp(); // no event will tell any more
  });
}

function tooLong(size: number): RawBody {
  return { body: null, bodySize: Math.min(size, MOST_DECLARED) };
}
