import type { SearchExample } from "#app/ui/search-box.tsx";

/** The search syntax for deliveries, by example, for the help below the search. A test checks that each is valid. */
export const EVENT_SEARCH_EXAMPLES: readonly SearchExample[] = [
  ["disposition:SALE", "the call's current disposition, by code or name, in upper or lower case"],
  ['agent:"Jane"', "part of the agent's name, or the agent's id"],
  ["campaign:medicare*", "the campaign; * stands for any text"],
  ["phone:2135550123", "the phone of the lead or call in any format; fewer than ten digits match a part of it"],
  ["lead:4711", "the lead, by Convoso's id; lead:#12 by the portal's id"],
  ["call:98765", "the call, by id"],
  ["duration>60", "a longer call, in seconds; also >=, <, <= and :"],
  ["status:400", "the status of our answer; also status>=400"],
  ["source:203.0.113.*", "the sender's address"],
  ["outcome:failed", "also type:lead, type:call, type:echo and type:unknown"],
  ["part_of:01890a5d-ac96-774b-bcce-b302099a8057", "calls and leads of this list, by the delivery id of the list"],
  ["problem:placeholder", "has a value that could not be read as sent, with this problem"],
  ["is:misrouted", "also is:test, is:real and is:erased"],
  ["cancelled", "text in the body or in the note; use quotes for several words"],
  ['{"list_id":"55"}', "a field of the body with this value, JSON or form; 55 and “55” are the same"],
  ["-disposition:SALE", "excludes matches"],
];
