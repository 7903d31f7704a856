import { setImmediate } from "node:timers/promises";
import { decoder as mp3Decoder } from "@audio/decode-mp3";
import { decoder as wavDecoder } from "@audio/decode-wav";
import { isAnyDue } from "#app/db/archive/recording-copies.server.ts";
import { listUndrawn, savePeaks, type Undrawn } from "#app/db/archive/waveforms.server.ts";
import { pool } from "#app/db/connection/pool.server.ts";
import { noteTroubles } from "#app/features/archive/note-troubles.server.ts";
import { storeNamed } from "#app/features/archive/open-archive.server.ts";
import { opusDecoder } from "#app/features/archive/opus-decoder.server.ts";
import { log } from "#app/log.server.ts";
import { StoreFault } from "#app/store/store.server.ts";

/** A waveform has so many peaks at most: more than a phone shows pixels for, and a few hundred bytes. */
const MOST_PEAKS = 300;
/** While it is read, each peak stands for so much of the sound. */
const FINE_SECONDS = 0.1;
/** So much is decoded without a break: some milliseconds of work, and a few seconds of sound in memory. */
const SLICE_BYTES = 8 * 1024;
const AT_ONCE = 20;

type Decoded = { channelData: Float32Array[]; sampleRate: number };
/** Decodes a sound in pieces, as they come. */
type Decoder = { decode: (piece: Uint8Array) => Decoded; flush?: () => Decoded; free: () => void };

/** AAC, which MP4 holds, has no decoder on npm whose licence allows what ours does. */
const DECODERS: Record<string, () => Promise<Decoder> | Decoder> = {
  "audio/mpeg": mp3Decoder,
  "audio/wav": wavDecoder,
  "audio/ogg": opusDecoder,
};

/** The loudest sample in each of equal parts of a sound, a byte each; null where it cannot be decoded. */
export async function readPeaks(stream: AsyncIterable<Uint8Array>, type: string): Promise<Buffer | null> {
  const decoder = await DECODERS[type]?.();
  if (!decoder) return null;
  const fine: number[] = [];
  let position = 0;
  const take = ({ channelData, sampleRate }: Decoded) => {
    const length = channelData[0]?.length ?? 0;
    const samplesEach = sampleRate * FINE_SECONDS;
    for (const channel of channelData) {
      for (let at = 0; at < length; ) {
        const part = Math.floor((position + at) / samplesEach);
        const end = Math.max(at + 1, Math.min(length, Math.ceil((part + 1) * samplesEach) - position));
        let loudest = fine[part] ?? 0;
        for (; at < end; at++) loudest = Math.max(loudest, Math.abs(channel[at] ?? 0));
        fine[part] = loudest;
      }
    }
    position += length;
  };
  try {
    for await (const chunk of stream) {
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        take(decoder.decode(chunk.subarray(at, at + SLICE_BYTES)));
        await setImmediate(); // a copy beside it continues
      }
    }
    if (decoder.flush) take(decoder.flush());
  } finally {
    decoder.free();
  }
  return fine.length === 0 ? null : toBytes(fine);
}

function toBytes(fine: readonly number[]): Buffer {
  const count = Math.min(MOST_PEAKS, fine.length);
  return Buffer.from(
    Array.from({ length: count }, (_, at) => {
      const part = fine.slice(Math.floor((at * fine.length) / count), Math.floor(((at + 1) * fine.length) / count));
      return Math.round(Math.min(1, Math.max(...part)) * 255);
    }),
  );
}

/** So that the next minute's job finds none that still runs; and while recordings wait, since copying them comes first. */
const MOST_MS = { otherwise: 50_000, whileCopying: 10_000 };

/**
 * Computes the waveforms of archived recordings that have none, until all have one, its time is up or `signal` aborts. Files
 * that their store does not give now are left for the next run.
 */
export async function drawWaveforms(signal?: AbortSignal): Promise<void> {
  const db = await pool();
  const mostMs = (await isAnyDue(db)) ? MOST_MS.whileCopying : MOST_MS.otherwise;
  const until = performance.now() + mostMs;
  const troubles = noteTroubles();
  const listSome = () => listUndrawn(db, AT_ONCE, troubles.except());
  for (let some = await listSome(); some.length > 0; some = await listSome()) {
    for (const one of some) {
      if (signal?.aborted || performance.now() > until) return;
      const peaks = await troubles.orNote(one, () => readPeaksOf(one));
      if (peaks !== null) await savePeaks(db, one.id, peaks === "none" ? null : peaks);
    }
  }
}

/** @returns "none" for a sound that cannot be decoded. @throws {StoreFault} where its store cannot be read now */
async function readPeaksOf({ id, store: name, key, type }: Undrawn): Promise<Buffer | "none"> {
  try {
    const store = storeNamed(name);
    if (!store) throw new StoreFault("no store", "It is not configured.");
    const stream = await store.read(key);
    return (stream && (await readPeaks(orFault(stream), type))) ?? "none";
  } catch (error) {
    if (error instanceof StoreFault) throw error;
    log().info({ err: error, recordingId: id }, "the waveform of a recording could not be computed");
    return "none";
  }
}

/** Lets bytes through. That they break off says nothing of the sound. */
async function* orFault(bytes: AsyncIterable<Uint8Array>) {
  try {
    yield* bytes;
  } catch (error) {
    throw new StoreFault("store away", "A file broke off while it was read.", { cause: error });
  }
}
