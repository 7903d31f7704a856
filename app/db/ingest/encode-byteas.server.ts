const BYTEA_OID = 17;
const HEADER_BYTES = 20;
const LENGTH_BYTES = 4;
const NULL_LENGTH = -1;

/**
 * A `bytea[]` in PostgreSQL's binary form (array_recv in its source, arrayfuncs.c), in which node-postgres sends a Buffer
 * as it is: dimensions, whether there are nulls, element type, size, lower bound; then each element behind its length.
 */
export function encodeByteas(values: readonly (Uint8Array | null)[]): Buffer {
  const sizes = values.map((value) => LENGTH_BYTES + (value?.byteLength ?? 0));
  const array = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size, HEADER_BYTES));
  let at = 0;
  for (const part of [1, values.includes(null) ? 1 : 0, BYTEA_OID, values.length, 1]) at = array.writeInt32BE(part, at);
  for (const value of values) {
    at = array.writeInt32BE(value ? value.byteLength : NULL_LENGTH, at);
    if (value) array.set(value, at);
    at += value?.byteLength ?? 0;
  }
  return array;
}
