import { createHash, timingSafeEqual } from "node:crypto";

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether an Authorization header holds this secret, compared in constant time; null where none is set, and nobody may ask. */
export function holdsBearer(authorization: string | null, secret: string | undefined): boolean | null {
  if (secret === undefined) return null;
  return timingSafeEqual(digest(authorization ?? ""), digest(`Bearer ${secret}`));
}
