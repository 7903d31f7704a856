import { OpusDecoder } from "opus-decoder";
import { oggPackets } from "#app/lib/ogg-packets.server.ts";

/** Enough for a waveform, and the least that the library takes. */
const SAMPLE_RATE = 8000;

/** Decodes Ogg Opus, with its channels as left and right. A piece that is damaged, or holds another codec, throws. */
export async function opusDecoder() {
  const decoder = new OpusDecoder({ sampleRate: SAMPLE_RATE });
  await decoder.ready;
  const packetsOf = oggPackets();
  let seen = 0;
  return {
    decode(piece: Uint8Array) {
      const frames = packetsOf(piece).filter((packet) => {
        seen++;
        if (seen === 1 && !isHead(packet)) throw new Error("The Ogg file holds no Opus of one or two channels.");
        return seen > 2; // the first two say what it is, and who made it
      });
      return decoder.decodeFrames(frames);
    },
    free: () => decoder.free(),
  };
}

/** The head of one stream with one or two channels. Source: RFC 7845, section 5.1. */
const isHead = (packet: Uint8Array) =>
  Buffer.from(packet.subarray(0, 8)).toString("latin1") === "OpusHead" && packet[18] === 0;
