import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, opendir, rename, rm, stat, statfs } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { type FileDigest, type Store, StoreFault, type StoreTrouble } from "#app/store/store.server.ts";

const INCOMING = ".incoming";
/** So much is read at a time: with less, the reading costs more than the bytes. */
const PART_BYTES = 256 * 1024;

const TROUBLES: Record<string, StoreTrouble> = {
  ENOSPC: "full",
  EDQUOT: "full",
  EACCES: "not writable",
  EPERM: "not writable",
  EROFS: "not writable",
  ENOENT: "no store",
  ENOTDIR: "no store",
  EEXIST: "no store", // a file where a folder should be
  EIO: "store away",
  ESTALE: "store away",
};

const codeOf = (error: unknown) => String((error as NodeJS.ErrnoException).code);

/** The trouble of a folder, where an error of the file system means that; otherwise the error itself. */
export function asStoreFault(error: unknown): unknown {
  const why = TROUBLES[codeOf(error)];
  return why ? new StoreFault(why, `The folder answered ${codeOf(error)}.`, { cause: error }) : error;
}

async function orFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreFault(error);
  }
}

/** Has the disk keep what a folder lists, or what a file holds. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

type Buffers = readonly [Buffer, Buffer];
/** Those that nobody reads into now. A pair for each file would keep the garbage collector busy. */
const spare: Buffers[] = [];

/** The disk fills one buffer while the other is hashed. */
async function digestFile(file: FileHandle, buffers: Buffers, signal: AbortSignal | undefined): Promise<FileDigest> {
  const hash = createHash("sha256");
  let [bytes, filled, empty] = [0, ...buffers];
  for (let { bytesRead } = await file.read(filled); bytesRead > 0; ) {
    signal?.throwIfAborted();
    const reading = file.read(empty);
    hash.update(filled.subarray(0, bytesRead));
    bytes += bytesRead;
    [filled, empty] = [empty, filled];
    ({ bytesRead } = await reading);
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** A store in a folder of this machine. A file is written beside its place and renamed, so that none is ever torn. */
export function folderStore(root: string): Store {
  const at = (key: string) => join(root, ...key.split("/"));
  const incoming = join(root, INCOMING);
  return {
    name: "folder",
    incoming,
    put: (key, { path }) =>
      orFault(async () => {
        const folder = dirname(at(key));
        const first = await mkdir(folder, { recursive: true, mode: 0o700 });
        await sync(path);
        await rename(path, at(key));
        await sync(folder);
        // A folder that is new is kept once the one above lists it.
        for (let made = folder; first !== undefined && made.length >= first.length; made = dirname(made)) {
          await sync(dirname(made));
        }
      }),
    async read(key, range) {
      const asked = range && { start: range.first, end: range.last };
      const stream = createReadStream(at(key), { highWaterMark: PART_BYTES, ...asked });
      return new Promise((resolve, reject) => {
        stream.once("open", () => resolve(stream));
        stream.once("error", (error) => (codeOf(error) === "ENOENT" ? resolve(null) : reject(asStoreFault(error))));
      });
    },
    async digest(key, signal) {
      const buffers =
        spare.pop() ?? ([Buffer.allocUnsafeSlow(PART_BYTES), Buffer.allocUnsafeSlow(PART_BYTES)] as const);
      try {
        const file = await open(at(key), "r");
        return await digestFile(file, buffers, signal).finally(() => file.close());
      } catch (error) {
        if (codeOf(error) === "ENOENT") return null;
        throw asStoreFault(error);
      } finally {
        spare.push(buffers);
      }
    },
    remove: (key) => orFault(() => rm(at(key), { force: true })),
    async *list() {
      for await (const entry of await orFault(() => opendir(root, { recursive: true }))) {
        const path = join(entry.parentPath, entry.name);
        const key = relative(root, path).split(sep).join("/");
        if (!entry.isFile() || key.startsWith(`${INCOMING}/`)) continue;
        yield { key, bytes: (await stat(path)).size };
      }
    },
    freeBytes: () =>
      orFault(async () => {
        await mkdir(incoming, { recursive: true, mode: 0o700 });
        const { bavail, bsize } = await statfs(incoming);
        return bavail * bsize;
      }),
  };
}
