import { type FileHandle, open, readFile, unlink } from "node:fs/promises";
import { type FoundFrame, findFrames, type SpoolRecord } from "#app/spool/frames.server.ts";
import { listSegments, markerOf, orNull, type Segment, setAside, takeSegments } from "#app/spool/segments.server.ts";

/** What waits in the spool, to be worked off from the oldest record on. */
export type Backlog = {
  /** The next records, oldest first across all segments; none at the end. */
  next: () => Promise<SpoolRecord[]>;
  /** Tells that these are safe elsewhere. A segment is removed with its last one. */
  forget: (records: readonly SpoolRecord[]) => Promise<void>;
  /** Leaves what is not forgotten for the next time. */
  close: () => Promise<void>;
  /** Bytes that are no whole record though records follow them: the disk, or somebody, changed them. */
  damagedBytes: number;
};

type Taken = { path: string; file: FileHandle; left: number; isDamaged: boolean };
type Place = { frame: FoundFrame; taken: Taken };

const MOST_TOGETHER = 100;
const MOST_BYTES_TOGETHER = 8 * 1024 * 1024;

/** Takes over every segment in `dir`, from any writer, also one that is being written. */
export async function takeBacklog(dir: string): Promise<Backlog> {
  const places: Place[] = [];
  const segments: Taken[] = [];
  let damagedBytes = 0;
  for (const { path } of await takeSegments(dir)) {
    const found = findFrames(await readFile(path), markerOf(path));
    const isDamaged = found.damagedBytes > 0;
    const taken = { path, file: await open(path), left: found.frames.length, isDamaged };
    damagedBytes += found.damagedBytes;
    segments.push(taken);
    for (const frame of found.frames) places.push({ frame, taken });
    if (taken.left === 0) await finish(taken);
  }
  places.sort((a, b) => (a.frame.id < b.frame.id ? -1 : 1));
  const segmentOf = new Map<SpoolRecord, Taken>();
  let position = 0;

  return {
    damagedBytes,
    async next() {
      const records: SpoolRecord[] = [];
      let bytes = 0;
      while (position < places.length && records.length < MOST_TOGETHER && bytes < MOST_BYTES_TOGETHER) {
        const { frame, taken } = places[position++] as Place;
        const payload = Buffer.alloc(frame.end - frame.start);
        await taken.file.read(payload, 0, payload.byteLength, frame.start);
        const record = { id: frame.id, payload };
        segmentOf.set(record, taken);
        records.push(record);
        bytes += payload.byteLength;
      }
      return records;
    },
    async forget(records) {
      for (const record of records) {
        const taken = segmentOf.get(record);
        if (!segmentOf.delete(record) || !taken) continue;
        taken.left -= 1;
        if (taken.left === 0) await finish(taken);
      }
    },
    async close() {
      for (const { file } of segments) await file.close().catch(() => {}); // closed already where it is finished
    },
  };
}

/** Removes a segment whose records are safe. Another process that took the backlog may have done so before. */
async function finish({ path, file, isDamaged }: Taken): Promise<void> {
  await file.close();
  if (isDamaged) await setAside(path);
  else await unlink(path).catch(orNull);
}

/** How many records and bytes wait. A segment that has not changed since the last call is not read again. */
export async function measureBacklog(
  dir: string,
  known: Map<string, Segment & { records: number }>,
): Promise<{ waiting: number; bytes: number }> {
  const segments = listSegments(dir);
  const paths = new Set(segments.map(({ path }) => path));
  for (const path of known.keys()) if (!paths.has(path)) known.delete(path);
  for (const segment of segments) {
    if (known.get(segment.path)?.bytes === segment.bytes) continue;
    const content = await readFile(segment.path).catch(orNull);
    if (!content) return measureBacklog(dir, known); // taken, or drained, at this very moment
    known.set(segment.path, { ...segment, records: findFrames(content, markerOf(segment.path)).frames.length });
  }
  const sum = (of: "records" | "bytes") => [...known.values()].reduce((total, each) => total + each[of], 0);
  return { waiting: sum("records"), bytes: sum("bytes") };
}
