import type { MetaFunction } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { readingLoader } from "#app/http/admin-loader.server.ts";
import { Button } from "#app/ui/buttons.tsx";
import { CALL_SEARCH_EXAMPLES } from "#app/ui/call-search-examples.ts";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { FIND_PLACEHOLDER } from "#app/ui/find-form.tsx";
import { Hits, hitsInWords } from "#app/ui/hits.tsx";
import { SearchBox, SearchHelp } from "#app/ui/search-box.tsx";
import { readHits } from "./read-hits.server.ts";

export const meta: MetaFunction = () => [{ title: "Search · Convoso portal" }];

export const loader = /* @__PURE__ */ readingLoader("viewer", ({ db, shown, request }) => readHits(db, request, shown));

export default function Search() {
  const { search, faults, groups } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Search" description="Leads, calls, deliveries and agents, the latest of each." />
      <div className="mb-3">
        <Form key={search} role="search" aria-label="Search everything" className="flex flex-wrap items-end gap-2">
          <SearchBox
            {...{ search, faults }}
            placeholder={FIND_PLACEHOLDER}
            className="max-w-2xl min-w-0 flex-1 basis-52"
          />
          <Button>Search</Button>
        </Form>
      </div>
      <SearchHelp examples={CALL_SEARCH_EXAMPLES} />
      <p role="status" className="sr-only">
        {search !== "" && faults.length === 0 && hitsInWords(groups)}
      </p>
      {search !== "" && (
        <Card flush>
          {groups.length > 0 ? (
            <div className="divide-y divide-line px-1">
              <Hits groups={groups} />
            </div>
          ) : faults.length > 0 ? (
            <EmptyState title="The search is not valid">Fix the highlighted part and search again.</EmptyState>
          ) : (
            <EmptyState title="Nothing was found">
              Try a part of it: the last digits of a phone, the beginning of a name. The lists of leads, calls and
              deliveries have more filters.
            </EmptyState>
          )}
        </Card>
      )}
    </>
  );
}
