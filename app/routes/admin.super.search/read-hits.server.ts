import { listAgentsCalled } from "#app/db/agents/agents.server.ts";
import { listCalls } from "#app/db/calls/list-calls.server.ts";
import type { Database } from "#app/db/connection/pool.server.ts";
import { listEvents, listEventsById } from "#app/db/deliveries/call-events.server.ts";
import { listContacts } from "#app/db/leads/contacts.server.ts";
import { isPhone } from "#app/db/leads/lead-search.server.ts";
import type { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { callQuery } from "#app/http/call-query.server.ts";
import { eventQuery } from "#app/http/event-query.server.ts";
import type { SearchTerm } from "#app/lib/parse-search.ts";
import type { Found, HitGroup } from "#app/ui/hits.tsx";
import { asAgent, asCall, asDelivery, asLead } from "./as-hits.ts";

const EACH = 5;
/** Bodies take long to look through, and this is only a glance at the latest. */
const GLANCE = { rows: 20_000, milliseconds: 700 };
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

type Shown = ReturnType<typeof shownTo>;

/** What a search finds of each kind, the latest first. What a kind cannot be searched by finds none of it. */
export async function readHits(db: Database, request: Request, shown: Shown): Promise<Found> {
  const calls = callQuery(request, shown);
  const deliveries = eventQuery(asEventSearch(request, calls.filter.search), shown);
  const faults = calls.faults.length > 0 && deliveries.faults.length > 0 ? calls.faults : [];
  const { search } = calls;
  if (search.trim() === "" || faults.length > 0) return { search, faults, groups: [] };
  const terms = calls.faults.length > 0 ? [] : (calls.filter.search ?? []);
  const words = wordsOf(terms, ["text", "phone", "lead"]);
  const note = shown.isMasked ? null : wordsOf(terms, ["note"]);
  const called = wordsOf(terms, ["text", "agent"]);
  const [leads, found, events, agents] = await Promise.all([
    note !== null
      ? listContacts(db, { note }, {}, EACH)
      : words === null
        ? null
        : listContacts(db, { search: words, isMasked: shown.isMasked }, {}, EACH),
    calls.faults.length > 0 ? null : listCalls(db, calls.filter, {}, EACH, GLANCE),
    UUID.test(search.trim())
      ? { rows: await listEventsById(db, [search.trim()]), older: null }
      : deliveries.faults.length > 0
        ? null
        : listEvents(db, deliveries.filter, {}, GLANCE, EACH),
    called === null ? [] : listAgentsCalled(db, { value: called, isMasked: shown.isMasked }, EACH + 1),
  ]);
  const link = (path: string, text: string) => `/admin/super/${path}?${new URLSearchParams({ search: text })}`;
  const groups: HitGroup[] = [
    {
      title: "Leads",
      hits: leads?.rows.map(shown.lead).map(asLead) ?? [],
      all: leads?.older ? link("leads", words ?? search) : null,
    },
    {
      title: "Calls",
      hits: found?.rows.map(shown.call).map(asCall) ?? [],
      all: found?.older ? link("calls", search) : null,
    },
    {
      title: "Deliveries",
      hits: events?.rows.map(shown.event).map(asDelivery) ?? [],
      all: events?.older ? link("webhook-logs", deliveries.search) : null,
    },
    {
      title: "Agents",
      hits: shown.labels(agents.slice(0, EACH)).map(asAgent),
      all: agents.length > EACH ? link("agents", called ?? "") : null,
    },
  ];
  return { search, faults, groups: groups.filter(({ hits, all }) => hits.length > 0 || all !== null) };
}

/** What a search says in words or in one of these conditions; null if it says anything else. */
function wordsOf(terms: readonly SearchTerm[], fields: string[]): string | null {
  const [term] = terms;
  return terms.length === 1 && term && !term.isNot && fields.includes(term.field) ? term.value : null;
}

/** A phone as the Webhook Logs find it at once: by what deliveries are about. */
function asEventSearch(request: Request, terms: readonly SearchTerm[] = []): Request {
  const words = wordsOf(terms, ["text"]);
  if (words === null) return request;
  const url = new URL(request.url);
  if (isPhone(words)) url.searchParams.set("search", `phone:"${words.replaceAll('"', "")}"`);
  return new Request(url, { headers: request.headers });
}
