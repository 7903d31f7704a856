import { addAbortSignal, type Readable } from "node:stream";
import type { ArchivedFile } from "#app/db/archive/playable-recordings.server.ts";
import { storeNamed } from "#app/features/archive/open-archive.server.ts";
import { behindTheEnd, type Opening } from "#app/features/recordings/opening.server.ts";
import { toWebStream } from "#app/features/recordings/to-web-stream.server.ts";
import { parseRange } from "#app/lib/parse-range.ts";
import { log } from "#app/log.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

/** What is wrong with a file that its store cannot give: it is not there, or it is too short. */
export type FileFault = "vanished" | "changed";

type Asked = {
  range: string | null;
  ifRange: string | null;
  signal: AbortSignal;
  /** Is told where the file turns out to be too short while it is streamed, and how much of it was read. */
  onFault: (fault: FileFault, bytes: number) => void;
};

/**
 * Opens a file of the archive to be streamed on, or the part of it that `range` asks for.
 * @returns the fault of its store where that cannot be reached now, which says nothing of the file
 */
export async function openCopy(file: ArchivedFile, asked: Asked): Promise<Opening | FileFault | StoreFault> {
  const { range, ifRange, signal, onFault } = asked;
  const etag = `"${file.sha256}"`;
  const part = ifRange !== null && ifRange !== etag ? null : parseRange(range, file.bytes);
  if (part === "none") return behindTheEnd(file.bytes);
  const { first, last } = part ?? { first: 0, last: file.bytes - 1 };
  const opened = await readFirst(file, part ?? undefined, signal);
  if (typeof opened === "string" || opened instanceof StoreFault) return opened;
  const headers = new Headers({
    "accept-ranges": "bytes",
    "content-length": String(last - first + 1),
    "content-type": file.type,
    etag,
  });
  if (part) headers.set("content-range", `bytes ${first}-${last}/${file.bytes}`);
  const body = toWebStream(streamOn(opened, last - first + 1, onFault), () => opened.stream.destroy());
  return { ok: true, status: part ? 206 : 200, headers, body, isSeen: true };
}

type Opened = { stream: Readable; first: Uint8Array; rest: AsyncIterator<Uint8Array> };

/** The beginning of what a store gives, so that a file that cannot be read is known before anything is answered. */
async function readFirst(
  { store, key }: ArchivedFile,
  part: { first: number; last: number } | undefined,
  signal: AbortSignal,
): Promise<Opened | FileFault | StoreFault> {
  try {
    const stream = await storeNamed(store)?.read(key, part);
    if (stream === undefined) return new StoreFault("no store", `The store ${store} is not configured.`);
    if (stream === null) return "vanished";
    const rest: AsyncIterator<Uint8Array> = addAbortSignal(signal, stream)[Symbol.asyncIterator]();
    const { value, done } = await rest.next();
    return done ? "changed" : { stream, first: value, rest };
  } catch (error) {
    if (!signal.aborted) log().warn({ err: error, store }, "a file of the archive could not be read");
    if (error instanceof StoreFault) return error;
    return new StoreFault("store away", "A file broke off as soon as it was read.", { cause: error });
  }
}

/** What was read and what follows, no more than was promised. */
async function* streamOn(
  { first, rest }: Opened,
  length: number,
  onFault: Asked["onFault"],
): AsyncGenerator<Uint8Array, void> {
  let left = length;
  try {
    for (let next: IteratorResult<Uint8Array> = { value: first }; !next.done && left > 0; next = await rest.next()) {
      const piece = next.value.subarray(0, left);
      left -= piece.length;
      yield piece;
    }
  } finally {
    await rest.return?.();
  }
  if (left === 0) return;
  onFault("changed", length - left);
  throw new Error("A file of the archive is shorter than what was archived.");
}
