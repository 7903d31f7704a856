/** An address found in a text. */
export type ReadEmail = { address: string; isBent: boolean };

/** An apostrophe belongs to o'connor@…, and not to 'ann@…'. */
const ADDRESS =
  /[\p{L}\p{N}_+=~$&!#*?^{}%-][\p{L}\p{M}\p{N}.'’_+=~$&!#*?^{}%-]*@[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)*\.[\p{L}\p{N}-]{2,}(?![\p{L}\p{N}@])/gu;
const PLAIN = /^[\w+%-][\w.+%'-]*@[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$/i;

/** Reads an e-mail address, also out of `Ann <ann@…>` or `mailto:`; null where there is none. */
export function parseEmail(text: string): ReadEmail | null {
  if (PLAIN.test(text)) return { address: text, isBent: false };
  const plain = text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .trim();
  if (/^n\/a@/i.test(plain)) return null; // "a@…" would be somebody else's
  const bare = plain.replace(/^mailto:/i, "");
  const [address] = bare.match(ADDRESS) ?? bare.replace(/\s*(@|\.(?=\w+$))\s*/g, "$1").match(ADDRESS) ?? [];
  return address === undefined ? null : { address, isBent: address !== text.trim() };
}

/** Names that say "none", at any domain. */
const NO_ADDRESS =
  /^(?:no[._-]?(?:e[._-]?)?mail\w*|no|none|no-?one|no-?body|no-?name|anonymous|not?-?(?:given|available)|unavailable|null|nil|undefined|unknown|not-?provided|no-?reply|donotreply|refused|declined|(?:dont|doesnt|doesnot|donot|does-not|do-not)-?have\w*|(?:dont|do[._-]?not)[._-]?(?:e?mail|contact|send|spam|use|want|bother)\w*|i?ha(?:s|ve)[._-]?no[._-]?e?mail\w*|dont-?know|wont-?(?:give|say|share|provide)\w*|invalid|test(?:ing)?\d{0,4}|asdf\w*|xxx+)$/;
/** Domains that nobody has an address at. */
const NO_DOMAIN =
  /^(?:none|na|n-a|null|nil|no|no-?e?mail|unknown|undefined|test|fake|asdf\w*|xxx+|notprovided|refused|declined|no-?reply|placeholder|invalid|domain|nowhere|nobody|no-?one|anonymous)\.[a-z.]{2,8}$|\.(?:invalid|test|localhost|local)$/;
const EXAMPLE = /^example\.(?:com|org|net)$/;
/** What forms show at a domain for examples. Samples of leads come from there, too, such as test@example.com. */
const NO_EXAMPLE =
  /^(?:user(?:name)?|name|you|your[._-]?(?:name|e?mail)|some(?:one|body)|e?mail|first(?:name)?[._-]?last(?:name)?)$/;
/** One letter and one letter, such as a@b.com. */
const LETTERS = /^[a-z]@[a-z]\.[a-z]{2,3}$/;

/**
 * Whether an address is one that people type where they have none: it identifies nobody. Such are a name that says "none",
 * a domain that does, and the same word on both sides (a@a.com); but not short names at a real provider.
 */
export function isFillerEmail(address: string): boolean {
  const [name = "", domain = ""] = address.toLowerCase().split("@");
  if (EXAMPLE.test(domain)) return NO_EXAMPLE.test(name) || (NO_ADDRESS.test(name) && !name.startsWith("test"));
  if (NO_DOMAIN.test(domain) || NO_ADDRESS.test(name)) return true;
  return name === domain.split(".")[0] || LETTERS.test(address.toLowerCase());
}
