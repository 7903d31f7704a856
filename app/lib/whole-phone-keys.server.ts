import { plainDigits } from "#app/lib/plain-digits.ts";
import { phonesIn } from "#app/lib/read-phone.server.ts";

/** A search for so many digits means a whole phone; fewer are a part of one. */
const DIGITS_OF_A_PHONE = 10;

/** The digits of a phone as somebody types it, of any script. */
export function digitsOf(phone: string): string {
  return plainDigits(phone).replace(/\D/g, "");
}

/** Whether a text, typed as a phone, is a whole one. */
export function isWholePhone(phone: string): boolean {
  return digitsOf(phone).length >= DIGITS_OF_A_PHONE;
}

/** The keys (see `phoneKey`) under which a typed phone may be stored: as its number, or as its digits. */
export function wholePhoneKeys(phone: string): string[] {
  const digits = digitsOf(phone);
  return [...new Set([digits, `+${digits}`, `+1${digits}`, ...phonesIn(phone)])];
}
