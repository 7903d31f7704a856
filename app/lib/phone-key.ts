/**
 * By what phones are compared: the E.164 number, or the digits of one that is not valid. The function `phone_key` of the
 * database follows the same rule.
 */
export function phoneKey({
  phoneE164,
  phoneNumber,
}: {
  phoneE164: string | null;
  phoneNumber: string | null;
}): string | null {
  return phoneE164 ?? (phoneNumber?.replace(/\D/g, "") || null);
}
