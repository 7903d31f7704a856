import { type FragmentSqlToken, sql } from "slonik";
import { foldText } from "#app/lib/fold-text.ts";

/** As in `words_of` and `note_words` (migrations/008_search.sql, 028_notes.sql). */
const BETWEEN_WORDS = /[\t\n\r -/:-@[-`{-~]+/;
const LONGEST_WORD = 100;

/** Whether a note has all words of a text, each at least as the beginning of one. */
function hasWords(text: string): FragmentSqlToken {
  const words = foldText(text)
    .split(BETWEEN_WORDS)
    .filter((word) => word !== "");
  if (words.length === 0) return sql.fragment`false`;
  const query = words.map((word) => `'${[...word].slice(0, LONGEST_WORD).join("").replace(/['\\]/g, "$&$&")}':*`);
  return sql.fragment`note_words(notes.text) @@ ${query.join(" & ")}::tsquery`;
}

/** Whether a row of `contacts` has a note with these words. */
export function leadHasNote(text: string): FragmentSqlToken {
  return sql.fragment`contacts.id = any(array(
    select notes.contact_id from notes where notes.contact_id is not null and ${hasWords(text)}))`;
}

/** Whether a row of `calls` has a note with these words. */
export function callHasNote(text: string): FragmentSqlToken {
  return sql.fragment`calls.call_id = any(array(
    select notes.call_id from notes where notes.call_id is not null and ${hasWords(text)}))`;
}
