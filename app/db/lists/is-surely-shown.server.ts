import { type FragmentSqlToken, sql } from "slonik";
import { IN_MASKED_LABELS } from "#app/lib/mask.ts";
import { plainDigits } from "#app/lib/plain-digits.ts";

/** The characters that `plainDigits` replaces, and by what; those that it leaves out come last. */
const [replaced, replacements] = replacedCharacters();

/**
 * Whether a label, such as a name or a campaign, is shown as it is to those to whom phones and addresses in it are masked.
 * Only such labels may be found by a part or sorted for them, or the rest could be guessed piece by piece. The rule is that
 * of `maskLabel`; a few more labels with many digits between letters of other scripts count as masked.
 */
export function isSurelyShown(label: FragmentSqlToken): FragmentSqlToken {
  const plain = sql.fragment`translate(normalize(${label}, NFKC), ${replaced}, ${replacements})`;
  return sql.fragment`(${plain} !~* ${IN_MASKED_LABELS})`;
}

function replacedCharacters(): [string, string] {
  const from: string[] = [];
  const to: string[] = [];
  const leftOut: string[] = [];
  for (let code = 0x80; code <= 0x1ffff; code++) {
    const character = String.fromCodePoint(code);
    if (/\p{Cf}/u.test(character)) leftOut.push(character);
    else if (/[\p{Nd}\p{Pd}\s\u2212]/u.test(character)) {
      from.push(character);
      to.push(plainDigits(character));
    }
  }
  return [[...from, ...leftOut].join(""), to.join("")];
}
