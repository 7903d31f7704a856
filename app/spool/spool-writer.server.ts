import { statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { v7 as uuidv7 } from "uuid";
import { encodeFrame, frameSize, type SpoolRecord } from "#app/spool/frames.server.ts";
import { ensureFolder, listSegments, markerOf, segmentPath, syncFolder } from "#app/spool/segments.server.ts";

/** The disk does not take it: it is full, broken, or the spool has reached its limit. */
export class SpoolUnavailable extends Error {
  override name = "SpoolUnavailable";
}

export type SpoolWriter = {
  /**
   * Resolves when the record is on the disk. Records that wait at the same time share one write and one fdatasync.
   * @param share the part of the limit, up to 1, beyond which this record is not worth the room
   * @throws {SpoolUnavailable}
   */
  append: (record: SpoolRecord, share?: number) => Promise<void>;
  /** Lets go of the file that is being written, and of its faults; the next record begins a new one. */
  rotate: () => Promise<void>;
  /** Why the last record was not taken; null where it was. */
  fault: () => string | null;
};

type Waiting = { record: SpoolRecord; share: number } & PromiseWithResolvers<void>;
type Writing = { path: string; marker: Uint8Array; file: FileHandle; bytes: number };

/** A segment is read as a whole. */
const SEGMENT_BYTES = 16 * 1024 * 1024;
const MOST_TOGETHER = 500;

/** Writes records into its own segments in `dir`, which other writers and a reader may use at the same time. */
export function createSpoolWriter({ dir, limitBytes }: { dir: string; limitBytes: number }): SpoolWriter {
  const waiting: Waiting[] = [];
  let isWriting = false;
  let segment: Writing | undefined;
  let fault: string | null = null;

  async function writeAll(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (waiting.length > 0) await writeTogether(waiting.splice(0, MOST_TOGETHER));
    isWriting = false;
  }

  async function writeTogether(batch: readonly Waiting[]): Promise<void> {
    try {
      const accepted = refuseBeyondLimit(batch);
      if (accepted.length === 0) return;
      await commit(accepted.map(({ record }) => record));
      fault = null;
      for (const { resolve } of accepted) resolve();
    } catch (error) {
      await letGo();
      fault = `The spool cannot be written: ${(error as Error).message}`;
      for (const { reject } of batch) reject(new SpoolUnavailable(fault, { cause: error }));
    }
  }

  function refuseBeyondLimit(batch: readonly Waiting[]): Waiting[] {
    let used = listSegments(dir).reduce((sum, { bytes }) => sum + bytes, 0);
    return batch.filter(({ record, share, reject }) => {
      const size = frameSize(record.payload);
      if (used + size <= limitBytes * share) {
        used += size;
        return true;
      }
      if (share === 1) fault = "The spool is full.";
      reject(new SpoolUnavailable("The spool is full."));
      return false;
    });
  }

  async function commit(records: readonly SpoolRecord[]): Promise<void> {
    for (;;) {
      segment ??= await openSegment(dir);
      const { file, marker, path } = segment;
      const bytes = Buffer.concat(records.map((record) => encodeFrame(marker, record)));
      await file.appendFile(bytes);
      await file.datasync();
      segment.bytes += bytes.byteLength;
      const isOurs = statSync(path, { throwIfNoEntry: false }) !== undefined;
      if (!isOurs || segment.bytes >= SEGMENT_BYTES) await letGo();
      if (isOurs) return;
    }
  }

  async function letGo(): Promise<void> {
    const { file } = segment ?? {};
    segment = undefined;
    await file?.close().catch(() => {}); // what was acknowledged is on the disk already
  }

  return {
    append(record, share = 1) {
      const entry = { record, share, ...Promise.withResolvers<void>() };
      waiting.push(entry);
      void writeAll();
      return entry.promise;
    },
    rotate: async () => {
      if (isWriting) return;
      fault = null;
      await letGo();
    },
    fault: () => fault,
  };
}

async function openSegment(dir: string): Promise<Writing> {
  await ensureFolder(dir);
  const path = segmentPath(dir, uuidv7());
  const file = await open(path, "ax", 0o600);
  await syncFolder(dir);
  return { path, marker: markerOf(path), file, bytes: 0 };
}
