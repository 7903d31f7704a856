const DOTS = "•••";

/** A phone of which the last four digits show: enough to tell two leads apart, not to call one. */
export function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, "");
  if (digits.length < 7) return DOTS;
  const isNorthAmerican = /^\+?1?\d{10}$/.test(phone.replace(/[^\d+]/g, ""));
  return `${isNorthAmerican ? "+1 " : ""}${DOTS} ${DOTS} ${digits.slice(-4)}`;
}

/** An e-mail address of which the first letter and the domain show. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${[...email][0]}${DOTS}${email.slice(at)}` : DOTS;
}

/** A sentence of ours that may quote what somebody sent: e-mail addresses, numbers as long as a phone, and quotations. */
export function maskText(text: string): string {
  return text
    .replace(/[“"].*[”"]/s, `“${DOTS}”`)
    .replace(/[^\s@]+@[^\s@]+\.[^\s@]+/g, maskEmail)
    .replace(/\+?\d[\d\s().-]{5,}\d/g, maskPhone);
}
