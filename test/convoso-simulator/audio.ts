import { createHash } from "node:crypto";

const RATE = 8000; // samples per second, as on the telephone

/** Puts 16-bit mono samples into a WAV file. */
function toWav(samples: Int16Array): Uint8Array<ArrayBuffer> {
  const file = new DataView(new ArrayBuffer(44 + samples.byteLength));
  const tag = (at: number, name: string) => {
    for (let i = 0; i < 4; i++) file.setUint8(at + i, name.charCodeAt(i));
  };
  tag(0, "RIFF");
  file.setUint32(4, 36 + samples.byteLength, true);
  tag(8, "WAVE");
  tag(12, "fmt ");
  file.setUint32(16, 16, true); // size of this chunk
  file.setUint16(20, 1, true); // PCM
  file.setUint16(22, 1, true); // one channel
  file.setUint32(24, RATE, true);
  file.setUint32(28, RATE * 2, true); // bytes per second
  file.setUint16(32, 2, true); // bytes per sample
  file.setUint16(34, 16, true); // bits per sample
  tag(36, "data");
  file.setUint32(40, samples.byteLength, true);
  samples.forEach((sample, i) => {
    file.setInt16(44 + i * 2, sample, true);
  });
  return new Uint8Array(file.buffer);
}

/**
 * Makes the sound of a call, always the same for the same name: a ring of two tones, then two voices in turns, each a row
 * of harmonics in syllables. 3 to 10 s of PCM WAV.
 */
export function synthesizeCall(name: string): Uint8Array<ArrayBuffer> {
  const digest = createHash("sha256").update(name).digest();
  const chosen = (at: number, low: number, high: number) => low + ((digest[at] ?? 0) / 255) * (high - low);
  const seconds = chosen(0, 3, 10);
  const pitches = [chosen(1, 95, 140), chosen(2, 165, 230)];
  const syllablesPerSecond = chosen(3, 3, 5);
  const ringSeconds = 0.7;

  const samples = new Int16Array(Math.round(seconds * RATE));
  let phase = 0;
  for (let i = 0; i < samples.length; i++) {
    const t = i / RATE;
    const turn = Math.floor(t / 1.6);
    const melody = 1 + 0.08 * Math.sin(2 * Math.PI * 0.9 * t);
    phase += (2 * Math.PI * (pitches[turn % 2] ?? 120) * melody) / RATE;
    const ring = Math.sin(2 * Math.PI * 440 * t) + Math.sin(2 * Math.PI * 480 * t);
    const voice = Math.sin(phase) + 0.6 * Math.sin(3 * phase) + 0.35 * Math.sin(5 * phase) + 0.2 * Math.sin(8 * phase);
    const syllable = Math.max(0, Math.sin(Math.PI * syllablesPerSecond * t)) * (t % 1.6 < 1.35 ? 1 : 0);
    samples[i] = Math.round(32767 * (t < ringSeconds ? 0.15 * ring : 0.22 * voice * syllable));
  }
  return toWav(samples);
}
