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

/** What should be a name, a code, or a type: whole phones and e-mail addresses in it. A date or a short id stays. */
export function maskLabel(text: string): string {
  return text
    .replace(/[^\s@<>"';=,]+@[^\s@]+\.[^\s@]+/g, maskEmail)
    .replace(/\+?\d(?:[\s().-]*\d){9,}|(?<!\d)\d{3}[\s.-]\d{4}(?!\d)/g, maskPhone);
}

/** A sentence of ours that may quote what somebody sent: e-mail addresses, numbers as long as a phone, and quotations. */
export function maskText(text: string): string {
  return text
    .replace(/[“"].*[”"]/s, `“${DOTS}”`)
    .replace(/[^\s@]+@[^\s@]+\.[^\s@]+/g, maskEmail)
    .replace(/\+?\d[\d\s().-]{5,}\d/g, maskPhone);
}
