/** Who wants to hear something waits for no more than that. */
const PATIENCE_MS = 3_000;

/** What comes in pieces, as before; `bytes`: how much was read of it; `length`: how long it is, NaN where it is longer than that or takes longer. */
export type ReadAhead = { pieces: AsyncGenerator<Uint8Array>; bytes: number; length: number };

/** Reads what comes in pieces until its length is known, or so many bytes or seconds. Where it breaks off, so do the pieces. */
export async function readAhead(all: AsyncGenerator<Uint8Array>, most: number): Promise<ReadAhead> {
  const read: Uint8Array[] = [];
  let [bytes, isWhole] = [0, false];
  let fault: { error: unknown } | null = null;
  const until = performance.now() + PATIENCE_MS;
  while (bytes < most && performance.now() < until && !isWhole && fault === null) {
    try {
      const { done = false, value } = await all.next();
      isWhole = done;
      if (value) read.push(value);
      bytes += value?.length ?? 0;
    } catch (error) {
      fault = { error };
    }
  }
  async function* again() {
    try {
      yield* read;
      if (fault) throw fault.error;
      yield* all;
    } finally {
      await all.return(undefined);
    }
  }
  return { pieces: again(), bytes, length: isWhole ? bytes : Number.NaN };
}
