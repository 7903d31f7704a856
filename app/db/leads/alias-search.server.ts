import { type FragmentSqlToken, sql } from "slonik";
import { foldText } from "#app/lib/fold-text.ts";
import { digitsOf, isWholePhone, wholePhoneKeys } from "#app/lib/whole-phone-keys.server.ts";

const begins = (text: string) =>
  sql.fragment`contact_aliases.alias collate "C" like ${`${text.replace(/[\\%_]/g, "\\$&")}%`}`;
const isOneOf = (texts: readonly string[]) =>
  sql.fragment`contact_aliases.alias collate "C" = any(${sql.array([...texts], "text")})`;

function hadWhere(conditions: readonly FragmentSqlToken[]): FragmentSqlToken {
  return sql.fragment`contacts.id = any(array(
    select contact_aliases.contact_id from contact_aliases where ${sql.join([...conditions], sql.fragment` or `)}))`;
}

/** Whether a lead had this phone before, or a call of it has: whole in any notation, or its beginning or last digits. */
export function hadPhone(phone: string, { isMasked = false } = {}): FragmentSqlToken {
  const keys = wholePhoneKeys(phone);
  if (isMasked || isWholePhone(phone)) return hadWhere([isOneOf(keys)]);
  const end = [...digitsOf(phone)].reverse().join("");
  return hadWhere([...keys.map(begins), sql.fragment`reverse(contact_aliases.alias) collate "C" like ${`${end}%`}`]);
}

/** Whether a lead had an e-mail address before that begins so; for those who find only whole ones, that is it. */
export function hadEmail(text: string, { isMasked = false } = {}): FragmentSqlToken {
  const email = foldText(text).trim();
  return hadWhere([
    isMasked ? isOneOf([email]) : sql.fragment`(${begins(email)} and strpos(contact_aliases.alias, '@') > 0)`,
  ]);
}
