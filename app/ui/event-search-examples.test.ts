import assert from "node:assert/strict";
import { test } from "node:test";
import { EVENT_SEARCH_FIELDS } from "#app/db/event-search.server.ts";
import { parseSearch } from "#app/lib/parse-search.ts";
import { EVENT_SEARCH_EXAMPLES } from "#app/ui/event-search-examples.ts";

const searches = EVENT_SEARCH_EXAMPLES.map(([search]) => search);

test("each example of a search is understood as one condition", () => {
  for (const search of searches) {
    const { terms, faults } = parseSearch(search, EVENT_SEARCH_FIELDS);
    assert.deepEqual([terms.length, faults], [1, []], search);
  }
});

test("there is an example of everything that can be searched by", () => {
  const shown = parseSearch(searches.join(" "), EVENT_SEARCH_FIELDS).terms.map(({ field }) => field);
  const missing = [...Object.keys(EVENT_SEARCH_FIELDS), "text", "json"].filter((field) => !shown.includes(field));
  assert.deepEqual(missing, ["type"]); // named beside outcome
});
