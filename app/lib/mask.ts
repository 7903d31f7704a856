import { plainDigits } from "#app/lib/plain-digits.ts";

const DOTS = "•••";

/** Whether a text was masked, at least in part. */
export function isMasked(text: string): boolean {
  return text.includes("••");
}

/** A phone of which the last two digits show: with more of them, and the state, all numbers that fit could be tried. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  if (digits.length < 7) return DOTS;
  const isNorthAmerican = /^\+?1?\d{10}$/.test(phone.replace(/[^\d+]/g, ""));
  return `${isNorthAmerican ? "+1 " : ""}${DOTS} ${DOTS} ••${digits.slice(-2)}`;
}

/** An e-mail address of which the first letter and the last part of the domain show: a domain may be a family's. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${[...email][0]}${DOTS}@${DOTS}${/\.[a-z]{2,}$/i.exec(email)?.[0] ?? ""}` : DOTS;
}

/** "@" as it is, in an address, and in HTML. */
const AT = "(?:@|%(?:25)*40|&#64;|&#x40;|&commat;)";
const EMAIL_IN_LABEL = new RegExp(`[^\\s@<>"';=,]+${AT}[^\\s@]+\\.[^\\s@]+`, "gi");
const EMAIL_IN_TEXT = new RegExp(`[^\\s@]+${AT}[^\\s@]+\\.[^\\s@]+`, "gi");
/** Ten digits, whatever marks stand between them; a clock's colon does not. */
const PHONE = /\+?\d(?:[^\p{L}\d:]{0,4}\d){9,}/gu;
const LOCAL_PHONE = /(?<!\d)\d{3}[\s.-]\d{4}(?!\d)/g;

/** What stands in every label that is masked. PostgreSQL reads it as well, which knows no `\\p{L}`. */
export const IN_MASKED_LABELS = `${AT}|\\d(?:[^a-z\\d:]{0,4}\\d){9}|\\d{3}[\\s.-]\\d{4}`;
const MAY_BE_MASKED = new RegExp(IN_MASKED_LABELS, "iu");

/** What should be a name, a code, or a type: whole phones and e-mail addresses in it. A date or a short id stays. */
export function maskLabel(text: string): string {
  return maskPlain(text, (plain) =>
    MAY_BE_MASKED.test(plain)
      ? plain.replace(EMAIL_IN_LABEL, maskEmail).replace(PHONE, maskPhone).replace(LOCAL_PHONE, maskPhone)
      : plain,
  );
}

/** A sentence of ours that may quote what somebody sent: e-mail addresses, numbers as long as a phone, and quotations. */
export function maskText(text: string): string {
  return maskPlain(text, (plain) =>
    plain
      .replace(/[“"].*[”"]/s, `“${DOTS}”`)
      .replace(EMAIL_IN_TEXT, maskEmail)
      .replace(PHONE, maskPhone)
      .replace(/\+?\d[\d\s().-]{5,}\d/g, maskPhone),
  );
}

/** Digits of any script are read as digits. A text in which nothing is masked stays as it was written. */
function maskPlain(text: string, mask: (plain: string) => string): string {
  const plain = plainDigits(text);
  const masked = mask(plain);
  return masked === plain ? text : masked;
}
