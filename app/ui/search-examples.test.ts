import assert from "node:assert/strict";
import { test } from "node:test";
import { CALL_SEARCH_FIELDS } from "#app/db/calls/call-search.server.ts";
import { EVENT_SEARCH_FIELDS } from "#app/db/deliveries/event-search.server.ts";
import { joinWords, parseSearch } from "#app/lib/parse-search.ts";
import { CALL_SEARCH_EXAMPLES } from "#app/ui/call-search-examples.ts";
import { EVENT_SEARCH_EXAMPLES } from "#app/ui/event-search-examples.ts";

const lists = {
  deliveries: { examples: EVENT_SEARCH_EXAMPLES, fields: EVENT_SEARCH_FIELDS, others: ["text", "json"] },
  calls: { examples: CALL_SEARCH_EXAMPLES, fields: CALL_SEARCH_FIELDS, others: ["text"] },
};

for (const [name, { examples, fields, others }] of Object.entries(lists)) {
  const searches = examples.map(([search]) => search);

  test(`each example of a search of ${name} is understood as one condition`, () => {
    for (const search of searches) {
      const { terms, faults } = parseSearch(search, fields);
      assert.deepEqual([joinWords(terms).length, faults], [1, []], search);
    }
  });

  test(`the help says everything that ${name} can be searched by`, () => {
    const shown = parseSearch(searches.join(" "), fields).terms.map(({ field }) => field);
    const said = examples.map(([, meaning]) => meaning).join(" ");
    const isThere = (field: string) => shown.includes(field) || said.includes(`${field}:`);
    assert.deepEqual(
      [...Object.keys(fields), ...others].filter((field) => !isThere(field)),
      [],
    );
  });
}
