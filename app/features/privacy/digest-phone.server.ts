import { phoneSpellings } from "#app/convoso/phone-spellings.server.ts";
import { keyedDigest } from "#app/lib/keyed-digest.server.ts";

/** By which the portal can tell whether a certificate is about a number, and nobody else can: it needs the key. */
export function digestPhone(phone: string): string {
  return keyedDigest(`erased ${phoneSpellings(phone)?.keys[0] ?? phone.trim()}`);
}

/** Whether a certificate with this digest is about the number. */
export const isCertificateOf = (digest: string, phone: string): boolean => digestPhone(phone) === digest;
