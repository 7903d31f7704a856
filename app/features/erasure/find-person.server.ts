import type { Database } from "#app/db/connection/pool.server.ts";
import type { FateTable } from "#app/db/erasure/fates.server.ts";
import { listLeads } from "#app/db/erasure/people.server.ts";
import { type Hit, type Reading, SEARCHED, searchRows, type Wanted } from "#app/db/erasure/search-rows.server.ts";
import { type DescribedLead, describeLead, unique } from "#app/features/erasure/describe-lead.server.ts";
import { type Identifier, sameAs, wantedOf } from "#app/features/erasure/identifiers.server.ts";

/** What more leads than this have is no sign of one person: a filler, or a common name. */
const COMMON = 20;
/** Each round searches for what the leads of the round before were known by. */
const MOST_ROUNDS = 4;
const MOST_LEADS = 200;

/** A lead in whose rows something was found. */
export type Candidate = DescribedLead & {
  /** Known by something that is searched for; otherwise it is only named alike, or mentions the person. */
  isSure: boolean;
  /** The numbers of what is searched for that are this lead's own as well. */
  own: Set<number>;
  /** Where it was found: the numbers of what matched, by table. */
  found: Map<FateTable, Set<number>>;
};

export type FoundRows = {
  identifiers: Identifier[];
  /** What is not searched for, because too many leads have it. */
  common: Identifier[];
  hits: Map<FateTable, Hit[]>;
  candidates: Map<number, Candidate>;
  /** The leads that are the person: what they were known by is searched for, and what is counted is counted for them. */
  selected: ReadonlySet<number>;
};

/**
 * Looks for a person: the rows that hold one of these identifiers, then those that hold what the leads found were ever
 * known by, until nothing new is found. Reads whole tables.
 * @param known what to search for; the first one is never too common
 * @param select which of the leads found so far are the person
 */
export async function findPerson(
  db: Database,
  known: readonly Identifier[],
  select: (candidates: ReadonlyMap<number, Candidate>) => ReadonlySet<number>,
  { tell }: Reading = {},
): Promise<FoundRows> {
  const found: FoundRows = { identifiers: [], common: [], hits: new Map(), candidates: new Map(), selected: new Set() };
  let next = unique(known);
  for (let round = 0; round < MOST_ROUNDS && next.length > 0; round++) {
    const from = found.identifiers.length;
    found.identifiers.push(...next);
    const wanted = (await wantedOf(db, found.identifiers)).filter(({ number }) => number >= from);
    for (const table of SEARCHED) addHits(found.hits, table, await searchRows(db, table, wanted, { tell }));
    dropCommon(found);
    await describeOwners(db, found);
    found.selected = select(found.candidates);
    const meant = [...found.candidates].filter(([id]) => found.selected.has(id));
    const tried = new Set([...found.identifiers, ...found.common].map(sameAs));
    next = unique(meant.flatMap(([, { identifiers }]) => identifiers)).filter((one) => !tried.has(sameAs(one)));
  }
  return found;
}

/** What the database searches for: all that is not too common. */
export async function wantedIn(db: Database, { identifiers, common }: FoundRows): Promise<Wanted[]> {
  const wanted = await wantedOf(db, identifiers);
  return wanted.filter(({ number }) => !common.includes(identifiers[number] as Identifier));
}

function addHits(hits: FoundRows["hits"], table: FateTable, more: readonly Hit[]): void {
  const byKey = new Map((hits.get(table) ?? []).map((hit) => [hit.key, hit]));
  for (const { key, owner, matched } of more) {
    byKey.set(key, { key, owner, matched: [...new Set([...(byKey.get(key)?.matched ?? []), ...matched])] });
  }
  hits.set(table, [...byKey.values()]);
}

function dropCommon(found: FoundRows): void {
  for (const [number, identifier] of found.identifiers.entries()) {
    if (number === 0 || found.common.includes(identifier)) continue;
    const leads = (found.hits.get("contacts") ?? []).filter(({ matched }) => matched.includes(number));
    if (leads.length <= COMMON) continue;
    found.common.push(identifier);
    for (const [table, hits] of found.hits) {
      const left = hits.map((hit) => ({ ...hit, matched: hit.matched.filter((one) => one !== number) }));
      found.hits.set(
        table,
        left.filter(({ matched }) => matched.length > 0),
      );
    }
  }
}

async function describeOwners(db: Database, { hits, candidates, identifiers, common }: FoundRows): Promise<void> {
  const owned = [...hits].flatMap(([table, list]) => list.map((hit) => ({ ...hit, table })));
  const owners = [...new Set(owned.flatMap(({ owner }) => owner ?? []))];
  const fresh = owners.filter((id) => !candidates.has(id)).slice(0, MOST_LEADS - candidates.size);
  for (const lead of await listLeads(db, fresh)) {
    const described = await describeLead(db, lead);
    candidates.set(lead.id, { ...described, isSure: false, own: new Set(), found: new Map() });
  }
  const numbers = new Map(identifiers.map((one, number) => [sameAs(one), number]));
  for (const [id, candidate] of candidates) {
    const ofLead = owned.filter(({ owner }) => owner === id);
    for (const { table, matched } of ofLead) {
      candidate.found.set(table, new Set([...(candidate.found.get(table) ?? []), ...matched]));
    }
    const own = candidate.identifiers.flatMap((one) => numbers.get(sameAs(one)) ?? []);
    const { found } = candidate;
    candidate.own = new Set([...own, ...(found.get("contacts") ?? []), ...(found.get("contact_aliases") ?? [])]);
    candidate.isSure = [...candidate.own].some((number) => {
      const identifier = identifiers[number];
      return identifier && identifier.kind !== "name" && !common.includes(identifier);
    });
  }
}
