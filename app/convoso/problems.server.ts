import { cutText } from "#app/convoso/cut-text.server.ts";
import { PROBLEMS, type ProblemCode } from "#app/lib/problems.ts";

export type { ProblemCode };

/**
 * Something in a delivery that could not be read as sent: the key ("body" for the whole), the value as sent, what was made
 * of it (null: nothing), and the same in words. Deliveries of older versions have `key` and `message` only.
 */
export type Problem = { code: ProblemCode; key: string; value: string; made: string | null; message: string };

/** Takes note of a problem. */
export type Note = (problem: Problem) => void;

const MAX_VALUE = 200;
const MAX_SHOWN = 80;

const shorten = (text: string, max: number) => cutText(text, max).toWellFormed().replaceAll("\0", "");

/** Makes a problem of what happened to the value of a key. */
export function problem(code: ProblemCode, key: string, value = "", made: string | null = null): Problem {
  const says: string = PROBLEMS[code].says;
  const message = says.replace(/\{(value|made)\}/g, (_, which) =>
    shorten((which === "value" ? value : made) ?? "", MAX_SHOWN),
  );
  const cutMade = made === null ? null : shorten(made, MAX_VALUE);
  return { code, key: shorten(key, MAX_VALUE), value: shorten(value, MAX_VALUE), made: cutMade, message };
}
