import { createHmac, randomBytes } from "node:crypto";
import { singleton } from "#app/lib/singleton.ts";

// Until this installation's key is known, a random one stands in: its digests cannot be recomputed, nor compared.
const holder = singleton("digest-key", () => ({ key: randomBytes(32), isKnown: false }));

/** Tells this process the key of the installation, from then on. */
export function setDigestKey(key: Uint8Array): void {
  Object.assign(holder, { key: Buffer.from(key), isKnown: true });
}

/** Whether digests are those of every process of this installation. */
export function isDigestKeyKnown(): boolean {
  return holder.isKnown;
}

/**
 * A digest of personal data: equal for equal text, and of no use to somebody who tries all phone numbers without the key.
 * @returns 32 hex digits of an HMAC-SHA-256
 */
export function keyedDigest(text: string): string {
  return createHmac("sha256", holder.key).update(text).digest("hex").slice(0, 32);
}
