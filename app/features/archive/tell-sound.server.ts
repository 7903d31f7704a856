import { Readable } from "node:stream";
import { type IFormat, parseFile, parseStream } from "music-metadata";
import { log } from "#app/log.server.ts";

/** A kind of file that the archive takes, with its type and the ending of its name. */
export type SoundKind = { type: string; ending: "mp3" | "wav" | "ogg" | "m4a" };

const MP3: SoundKind = { type: "audio/mpeg", ending: "mp3" };

/** So much of a file may stand before its first MPEG frame: encoders and proxies leave zeros and tags there. */
export const MOST_BEFORE_FRAMES = 16 * 1024;

/** Tells a file by its first bytes: MP3, WAV, Ogg, or MP4. Null for everything else, whatever its host calls it. */
export function tellSound(head: Uint8Array): SoundKind | null {
  const ascii = (from: number, length: number) => String.fromCharCode(...head.subarray(from, from + length));
  const four = ascii(0, 4);
  if (["RIFF", "RIFX", "RF64"].includes(four) && ascii(8, 4) === "WAVE") return { type: "audio/wav", ending: "wav" };
  if (four === "OggS") return { type: "audio/ogg", ending: "ogg" };
  if (ascii(4, 4) === "ftyp") return { type: "audio/mp4", ending: "m4a" };
  return four.startsWith("ID3") || hasFrames(head) ? MP3 : null;
}

const BIT_RATES = {
  first: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  later: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** The length of the Layer III frame whose header is at `at`; null where there is none. Source: ISO 11172-3, 2.4.2.3. */
function frameLength(bytes: Uint8Array, at: number): number | null {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  const version = (second >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  if (first !== 0xff || (second & 0xe6) !== 0xe2 || version === 1) return null;
  const kilobits = (version === 3 ? BIT_RATES.first : BIT_RATES.later)[third >> 4];
  const samples = SAMPLE_RATES[(third >> 2) & 3];
  if (!kilobits || !samples) return null;
  const rate = samples / (version === 3 ? 1 : version === 2 ? 2 : 4);
  return Math.floor(((version === 3 ? 144 : 72) * kilobits * 1000) / rate) + ((third >> 1) & 1);
}

/** Whether one frame stands behind another one near the beginning: by chance, that is next to impossible. */
function hasFrames(head: Uint8Array): boolean {
  for (let at = head.indexOf(0xff); at !== -1; at = head.indexOf(0xff, at + 1)) {
    const length = frameLength(head, at);
    if (length === null) continue;
    const isLast = at + length === head.length;
    if (isLast || frameLength(head, at + length) !== null) return true;
  }
  return false;
}

/** What a library reads of the sound of a file; null for what it does not say. `bitRate`: bits a second, on average. */
export type Sound = {
  codec: string | null;
  seconds: number | null;
  bitRate: number | null;
  sampleRate: number | null;
  channels: number | null;
};

const rounded = (value: number | undefined) => (value !== undefined && value > 0 ? Math.round(value) : null);

/** A file with its first bytes and its length. */
type SoundFile = { path: string; head: Uint8Array; bytes: number };

/** Reads what is known of the sound of a file. A file that the library cannot read is sound all the same. */
export async function readSound(file: SoundFile, { type }: SoundKind): Promise<Sound> {
  try {
    const { codec, duration, bitrate, sampleRate, numberOfChannels } = await readFormat(file, type);
    return {
      codec: codec ?? null,
      seconds: duration !== undefined && Number.isFinite(duration) && duration > 0 ? duration : null,
      bitRate: rounded(bitrate),
      sampleRate: rounded(sampleRate),
      channels: rounded(numberOfChannels),
    };
  } catch (error) {
    log().info({ err: error, type }, "the length of a recording could not be read");
    return { codec: null, seconds: null, bitRate: null, sampleRate: null, channels: null };
  }
}

/** The first bytes of MP3 and WAV tell the length, with that of the file, except where the bit rate varies without a table. */
async function readFormat({ path, head, bytes }: SoundFile, type: string): Promise<IFormat> {
  if (type === "audio/mpeg" || type === "audio/wav") {
    const beginning = Readable.from([head], { objectMode: false });
    const options = { skipCovers: true, skipPostHeaders: true };
    const read = await parseStream(beginning, { mimeType: type, size: bytes }, options).catch(() => null);
    if (read?.format.duration) return read.format;
  }
  return (await parseFile(path, { duration: true, skipCovers: true })).format;
}

/** Whether a sound is more than 3 seconds or 10 % shorter or longer than its call; null where either is not known. */
export function lengthDiffers(soundSeconds: number | null, callSeconds: number | null): boolean | null {
  if (soundSeconds === null || callSeconds === null) return null;
  const difference = Math.abs(soundSeconds - callSeconds);
  return difference > 3 || difference > callSeconds * 0.1;
}
