import { createHash } from "node:crypto";
import { once } from "node:events";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, opendir, readdir, rename, rm, stat, statfs } from "node:fs/promises";
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
  EISDIR: "no store", // the other way round
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

/** Makes a folder of this machine for files under way, and what it is in. */
export async function makeIncoming(path: string): Promise<void> {
  await orFault(() => mkdir(path, { recursive: true, mode: 0o700 }));
}

/** How many bytes fit on the disk of a folder. */
export async function freeBytesAt(path: string): Promise<number> {
  const { bavail, bsize } = await orFault(() => statfs(path));
  return bavail * bsize;
}

/**
 * That a file is missing says nothing where the whole folder is empty: then its disk is not mounted, or the setting is wrong.
 * @throws {StoreFault} then, and where the error is another one
 */
async function expectMissing(error: unknown, root: string): Promise<void> {
  if (codeOf(error) !== "ENOENT") throw asStoreFault(error);
  const names = await readdir(root).catch(() => []);
  if (names.length > 0) return;
  throw new StoreFault(
    "no store",
    `The folder is empty although it should hold recordings. Is its disk mounted? To begin again, create ${INCOMING} in it.`,
    { cause: error },
  );
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
        await sync(path); // before a folder is made, for it fails where the disk is gone
        const first = await mkdir(folder, { recursive: true, mode: 0o700 });
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
      try {
        await once(stream, "open");
        return stream;
      } catch (error) {
        await expectMissing(error, root);
        return null;
      }
    },
    async digest(key, signal) {
      const buffers =
        spare.pop() ?? ([Buffer.allocUnsafeSlow(PART_BYTES), Buffer.allocUnsafeSlow(PART_BYTES)] as const);
      try {
        const file = await open(at(key), "r");
        return await digestFile(file, buffers, signal).finally(() => file.close());
      } catch (error) {
        if (signal?.aborted) throw error;
        await expectMissing(error, root);
        return null;
      } finally {
        spare.push(buffers);
      }
    },
    async remove(key) {
      try {
        await rm(at(key));
      } catch (error) {
        await expectMissing(error, root);
      }
    },
    async *list() {
      for await (const entry of await orFault(() => opendir(root, { recursive: true }))) {
        const path = join(entry.parentPath, entry.name);
        const key = relative(root, path).split(sep).join("/");
        if (!entry.isFile() || key.startsWith(`${INCOMING}/`)) continue;
        yield { key, bytes: (await stat(path)).size };
      }
    },
  };
}
