/** What a search of deliveries is made of, by example. A test sees to it that each of them is understood. */
export const EVENT_SEARCH_EXAMPLES = [
  ["disposition:SALE", "the call has this disposition now, by code or name, in any letter case"],
  ['agent:"Jane"', "the agent's name has this in it, or the agent has this id"],
  ["campaign:medicare*", "the campaign, * standing for any text"],
  ["phone:2135550123", "the phone of the lead or call in any notation; fewer than ten digits: a part of it"],
  ["lead:4711", "about this lead, by Convoso's id; lead:#12 by ours"],
  ["call:98765", "about this call"],
  ["duration>60", "the call lasted longer, in seconds; also >=, <, <= and :"],
  ["status:400", "what we answered; also status>=400"],
  ["source:203.0.113.*", "where it came from"],
  ["outcome:failed", "also type:lead, type:call and type:echo"],
  ["is:misrouted", "also is:test, is:real and is:erased"],
  ["cancelled", "text anywhere in the body, or in our note on it; several words in quotes"],
  ['{"list_id":"55"}', "the body has this field with this value, as JSON or as a form; 55 and “55” are one"],
  ["-disposition:SALE", "a dash in front turns any of these around"],
] as const;
