import type { HoldTarget } from "#app/db/keeping/holds.server.ts";
import { fetchQuery } from "#app/http/fetch-query.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";

/**
 * What is to be put on hold: a lead (`lead` alone), calls (`call`, repeated), or with `all` what the query of the list of
 * calls matches; null if the address names none. `query` asks the list for the same.
 */
export function holdQuery(request: Request): { target: HoldTarget; query: string | null } | null {
  const { searchParams } = new URL(request.url);
  if (searchParams.has("all") || searchParams.has("call")) {
    const asked = fetchQuery(request);
    return asked && { target: asked.chosen, query: asked.query };
  }
  const { values } = readQuery(request, { lead: queryField.id });
  return values.lead === undefined ? null : { target: { contactId: values.lead }, query: null };
}
