import type { RecordingFault } from "#app/lib/recording-faults.ts";

/** The first bytes that tell sound from what is not; with fewer, nothing is said of them unless they are all. */
export const HEAD_BYTES = 512;
const FEWEST_BYTES = 16;

/** Statuses that speak of this moment, not of the link: too early, too often, too slow. */
const PASSING = new Set([408, 416, 425, 429]);

/** A status that says that the link itself does not lead to a recording. Others say nothing of the link. */
export function statusFault(status: number): RecordingFault | null {
  if (status === 204 || status === 205) return "empty";
  return status >= 400 && status < 500 && !PASSING.has(status) ? `${status}` : null;
}

type Beginning = { type: string; head: Uint8Array; isWhole: boolean };

/**
 * What is wrong with an answer that claims to be a recording, by how it begins; null where nothing is. Only what is seen
 * not to be sound is a fault: dialers send kinds of sound that nobody thought of, under any type.
 *
 * @param type its content type; `head` its first bytes; `isWhole` whether there are no more
 */
export function contentFault({ type, head, isWhole }: Beginning): RecordingFault | null {
  if (head.length === 0) return isWhole ? "empty" : null;
  if (isSound(head)) return isWhole && hasNoSamples(head) ? "empty" : null;
  if (head.length < FEWEST_BYTES && !isWhole) return null;
  if (isOtherFile(head)) return "not audio";
  const text = readText(head);
  if (text === null) return /html/i.test(type) ? "page" : /json|xml/i.test(type) ? "text" : null;
  if (/recording[^a-z]{1,3}(was |is )?not[^a-z]{1,3}found|no such recording/i.test(text)) return "missing";
  const isPage = /html/i.test(type) || /<(!doctype html|html|head|body)\b/i.test(text);
  return isPage ? "page" : "text";
}

const ascii = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/** Beginnings of sound files: MP3, WAV, Ogg, MP4, FLAC, AU, AMR, AIFF, CAF, Matroska and AAC. */
function isSound(head: Uint8Array): boolean {
  const four = ascii(head, 0, 4);
  if (four.startsWith("ID3") || ["OggS", "fLaC", ".snd", "caff"].includes(four)) return true;
  if (["RIFF", "RIFX", "RF64", "FORM"].includes(four)) return true;
  if (ascii(head, 4, 4) === "ftyp" || ascii(head, 0, 5) === "#!AMR") return true;
  if (head[0] === 0x1a && head[1] === 0x45 && head[2] === 0xdf && head[3] === 0xa3) return true;
  return isFrame(head);
}

/** A WAV file that ends where its sound would begin. */
function hasNoSamples(head: Uint8Array): boolean {
  const data = Buffer.from(head).indexOf("data");
  return ascii(head, 0, 4) === "RIFF" && ascii(head, 8, 4) === "WAVE" && data > 0 && head.length <= data + 8;
}

/** A frame of MPEG audio begins with eleven set bits; version, bit rate and sampling rate are none of the forbidden ones. */
function isFrame([first = 0, second = 0, third = 0]: Uint8Array): boolean {
  const isSync = first === 0xff && (second & 0xe0) === 0xe0;
  return isSync && (second & 0x18) !== 0x08 && third >> 4 !== 0x0f && (third & 0x0c) !== 0x0c && second < 0xfe;
}

/** Beginnings of what hosts send by mistake: PDF, ZIP, gzip, PNG, GIF, JPEG. */
function isOtherFile(head: Uint8Array): boolean {
  const [first, second, third] = head;
  if (first === 0x1f && second === 0x8b) return true;
  if (first === 0xff && second === 0xd8 && third === 0xff) return true;
  return ["%PDF", "GIF8", "PK\u0003\u0004", "\u0089PNG"].includes(ascii(head, 0, 4));
}

/** Of text in an old 8-bit charset, most characters are ASCII; of sound, half are not. */
const FEWEST_ASCII = 0.85;

/** The bytes as text, or null where they hold what no text has. A character that is cut off at the end is fine. */
function readText(head: Uint8Array): string | null {
  const [first, second] = head;
  const isWide = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const charset = !isWide ? "utf-8" : first === 0xff ? "utf-16le" : "utf-16be";
  const known = decode(head, charset);
  const text = known ?? decode(head, "windows-1252") ?? "";
  const plain = text.match(/[ -~\s]/g)?.length ?? 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what tells bytes from text
  const isBytes = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f\u007f]/.test(text);
  return isBytes || (known === null && plain < FEWEST_ASCII * text.length) ? null : text;
}

function decode(head: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(head, { stream: true });
  } catch {
    return null;
  }
}
