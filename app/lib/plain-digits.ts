/** Any digits of any script as 0 to 9, any dash as "-", any blank as " "; without invisible marks. */
export function plainDigits(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return text
    .replace(/\p{Cf}/gu, "")
    .normalize("NFKC")
    .replace(/(?![0-9])\p{Nd}/gu, (digit) => String(digitValue(digit)))
    .replace(/\p{Pd}|\u2212/gu, "-")
    .replace(/\s+/gu, " ");
}

/** Unicode keeps the ten digits of each script together, in order. */
function digitValue(digit: string): number {
  let zero = digit.codePointAt(0) as number;
  const code = zero;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  // Where two scripts' digits are neighbours, the run is longer than ten.
  return /[\u{1D7CE}-\u{1D7FF}]/u.test(digit) ? (code - 0x1d7ce) % 10 : code - zero;
}
