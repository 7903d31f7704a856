// A host of recordings that answers at once: /<KiB>/<any> gives an MP3 of so many KiB, and from 16 MiB on a WAV. On PORT.
import { once } from "node:events";
import { createServer } from "node:http";
import { sound } from "#test/recording-host.ts";

const WAV_FROM_KIB = 16 * 1024;
const HEADER_BYTES = 44;
const BLOCK = Buffer.alloc(1024 * 1024, sound("pcm.wav").subarray(1000, 5000));

const known = new Map<number, Buffer>();

function mp3(bytes: number): Buffer {
  const made = known.get(bytes) ?? Buffer.alloc(bytes, sound("cbr.mp3"));
  known.set(bytes, made);
  return made;
}

/** The header of 16 bits at 8 kHz, mono. */
function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write("RIFF");
  header.writeUInt32LE(bytes - 8, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8_000, 24);
  header.writeUInt32LE(16_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36);
  header.writeUInt32LE(bytes - HEADER_BYTES, 40);
  return header;
}

createServer(async (req, res) => {
  const kib = Number(/^\/(\d+)\//.exec(req.url ?? "")?.[1] ?? 0);
  const bytes = kib * 1024;
  const isWav = kib >= WAV_FROM_KIB;
  res.writeHead(200, { "content-type": isWav ? "audio/wav" : "audio/mpeg", "content-length": bytes });
  if (!isWav) return void res.end(mp3(bytes));
  res.write(wavHeader(bytes));
  for (let left = bytes - HEADER_BYTES; left > 0 && !res.destroyed; left -= BLOCK.length) {
    if (!res.write(left < BLOCK.length ? BLOCK.subarray(0, left) : BLOCK)) await once(res, "drain").catch(() => {});
  }
  res.end();
}).listen(Number(process.env.PORT), "127.0.0.1");
