const HEADER_BYTES = 27;

/**
 * Takes the packets out of the pages of an Ogg file with one stream, piece by piece. Source: RFC 3533, section 6.
 * @throws where a piece is no Ogg
 */
export function oggPackets(): (piece: Uint8Array) => Uint8Array[] {
  let left: Buffer = Buffer.alloc(0);
  let begun: Uint8Array[] = [];
  return (piece) => {
    left = Buffer.concat([left, piece]);
    const packets: Uint8Array[] = [];
    while (left.length >= HEADER_BYTES) {
      if (left.toString("latin1", 0, 4) !== "OggS") throw new Error("The Ogg file is damaged.");
      const bodyAt = HEADER_BYTES + (left[HEADER_BYTES - 1] ?? 0);
      const lengths = left.subarray(HEADER_BYTES, bodyAt);
      const end = lengths.reduce((sum, length) => sum + length, bodyAt);
      if (left.length < end) break;
      let at = bodyAt;
      for (const length of lengths) {
        begun.push(left.subarray(at, at + length));
        at += length;
        if (length === 255) continue; // the packet continues
        packets.push(Buffer.concat(begun));
        begun = [];
      }
      left = left.subarray(end);
    }
    return packets;
  };
}
