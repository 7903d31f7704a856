import type { SearchExample } from "#app/ui/search-box.tsx";

/** The search syntax for calls, by example. What both lists have means the same in both. */
export const CALL_SEARCH_EXAMPLES: readonly SearchExample[] = [
  ["(213) 555-0123", "the phone of the call or its lead, in any format; the first or last digits are enough"],
  ["ann lopez", "words of the lead's name, or the agent's name; also an e-mail address, a call id or a lead id"],
  ["disposition:SALE", "the disposition, by code or name, in upper or lower case"],
  ['agent:"Jane"', "part of the agent's name, or the agent's id"],
  ["campaign:medicare*", "the campaign; * stands for any text; also queue: and direction:"],
  ["phone:2135550123", "only the phone; fewer than ten digits match its beginning or its end"],
  ["lead:4711", "the lead, by Convoso's id; lead:#12 by the portal's id"],
  ["call:98765", "the call, by id; call:987* finds all ids that start with 987"],
  ["list:1007", "the list of the call, by Convoso's id"],
  ['note:"call back"', "words in a note on the call or its lead; the start of a word is enough"],
  ["duration>60", "a longer call, in seconds; also >=, <, <= and :"],
  ["is:test", "also is:real"],
  ["-disposition:SALE", "excludes matches"],
];
