import { crc32 } from "node:zlib";

// The zip format without compression, as in APPNOTE.TXT 6.3.10 of PKWARE. What is larger than its fields hold is Zip64.

/** A file to be put into a zip: its length is known before it is opened, and less than 4 GiB. */
export type ZipEntry = { name: string; size: number; open: () => Promise<AsyncIterable<Uint8Array>> };

const FULL_16 = 0xffff;
const FULL_32 = 0xffff_ffff;
/** The CRC follows the bytes, and names are UTF-8. */
const FLAGS = 0x0808;
const PLAIN = 20;
const ZIP64 = 45;
const MADE_ON_UNIX = (3 << 8) | ZIP64;
const FILE_MODE = 0o100644 * 2 ** 16;

type Layout = readonly (2 | 4 | 8)[];
/** How many bytes each number of a record takes, its signature first. */
const LOCAL: Layout = [4, 2, 2, 2, 4, 4, 4, 4, 2, 2];
const DESCRIPTOR: Layout = [4, 4, 4, 4];
const CENTRAL: Layout = [4, 2, 2, 2, 2, 4, 4, 4, 4, 2, 2, 2, 2, 2, 4, 4];
const OFFSET: Layout = [2, 2, 8];
const END_64: Layout = [4, 8, 2, 2, 4, 4, 8, 8, 8, 8];
const LOCATOR_64: Layout = [4, 4, 8, 4];
const END: Layout = [4, 2, 2, 2, 2, 4, 4, 2];

function pack(layout: Layout, values: readonly number[]): Buffer {
  const packed = Buffer.alloc(layout.reduce<number>((sum, bytes) => sum + bytes, 0));
  let at = 0;
  for (const [nth, bytes] of layout.entries()) {
    const value = values[nth] ?? 0;
    if (bytes === 8) packed.writeBigUInt64LE(BigInt(value), at);
    else packed.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return packed;
}

/** Date and time, in UTC and to two seconds. */
function dosTime(at: Date): number {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return date * 2 ** 16 + ((at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1));
}

type Written = { name: Buffer; size: number; crc: number; offset: number };

const localHeader = (name: Buffer, time: number) =>
  Buffer.concat([pack(LOCAL, [0x04034b50, PLAIN, FLAGS, 0, time, 0, 0, 0, name.length, 0]), name]);

const descriptor = ({ crc, size }: Pick<Written, "crc" | "size">) => pack(DESCRIPTOR, [0x08074b50, crc, size, size]);

function centralHeader({ name, size, crc, offset }: Written, time: number): Buffer {
  const extra = offset < FULL_32 ? Buffer.alloc(0) : pack(OFFSET, [1, 8, offset]);
  const needed = extra.length > 0 ? ZIP64 : PLAIN;
  const values = [time, crc, size, size, name.length, extra.length, 0, 0, 0, FILE_MODE, Math.min(offset, FULL_32)];
  return Buffer.concat([pack(CENTRAL, [0x02014b50, MADE_ON_UNIX, needed, FLAGS, 0, ...values]), name, extra]);
}

function endOfZip({ count, size, offset }: { count: number; size: number; offset: number }): Buffer {
  const few = Math.min(count, FULL_16);
  const end = pack(END, [0x06054b50, 0, 0, few, few, Math.min(size, FULL_32), Math.min(offset, FULL_32), 0]);
  if (count < FULL_16 && size < FULL_32 && offset < FULL_32) return end;
  const length = 44; // of what follows it
  const end64 = pack(END_64, [0x06064b50, length, MADE_ON_UNIX, ZIP64, 0, 0, count, count, size, offset]);
  return Buffer.concat([end64, pack(LOCATOR_64, [0x07064b50, 0, offset + size, 1]), end]);
}

/** Names and offsets of all entries; the CRC is known later, and takes as many bytes whatever it is. */
function layOut(entries: readonly ZipEntry[]): { written: Written[]; offset: number } {
  let offset = 0;
  const written = entries.map(({ name, size }) => {
    if (size >= FULL_32) throw new Error(`The file ${name} is too large for a zip without compression.`);
    const one = { name: Buffer.from(name), size, crc: 0, offset };
    offset += localHeader(one.name, 0).length + size + descriptor(one).length;
    return one;
  });
  return { written, offset };
}

function endingOf(written: readonly Written[], offset: number, time: number): Buffer[] {
  const headers = written.map((one) => centralHeader(one, time));
  const size = headers.reduce((sum, { length }) => sum + length, 0);
  return [...headers, endOfZip({ count: written.length, size, offset })];
}

/**
 * A zip of these files, uncompressed, whose bytes are made while they are read, one file at a time.
 * @param at the time that all files get
 * @returns its length, and its bytes, which end with an error where a file is longer or shorter than it said
 */
export function storedZip(entries: readonly ZipEntry[], at: Date): { size: number; bytes: AsyncGenerator<Uint8Array> } {
  const time = dosTime(at);
  const { written, offset } = layOut(entries);
  const size = endingOf(written, offset, time).reduce((sum, { length }) => sum + length, offset);
  async function* write(): AsyncGenerator<Uint8Array> {
    for (const [nth, { name, size, open }] of entries.entries()) {
      const one = written[nth] as Written;
      yield localHeader(one.name, time);
      let left = size;
      for await (const chunk of await open()) {
        one.crc = crc32(chunk, one.crc);
        left -= chunk.length;
        yield chunk;
      }
      if (left !== 0) throw new Error(`The file ${name} has another length than it said.`);
      yield descriptor(one);
    }
    yield* endingOf(written, offset, time);
  }
  return { size, bytes: write() };
}
