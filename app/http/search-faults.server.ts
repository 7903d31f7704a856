import { foldText } from "#app/lib/fold-text.ts";
import type { SearchFault, SearchTerm } from "#app/lib/parse-search.ts";
import { isWholePhone } from "#app/lib/whole-phone-keys.server.ts";

/** A search that finds nothing, for one that is not valid. */
export const NOTHING: SearchTerm[] = [{ field: "is", operator: ":", value: "nothing", isNot: false }];

const fault = (message: string): SearchFault => ({ at: 0, length: 0, message });

/** The faults of terms that find payloads, for those who may not see them. */
export function payloadFaults(terms: readonly SearchTerm[]): SearchFault[] {
  const hidden = terms.filter(({ field }) => field === "text" || field === "json");
  return hidden.map(() => fault("Searching for text or JSON in payloads needs the role “operator”."));
}

/** The faults of terms that find parts of phones and addresses, for those who could guess at them piece by piece. */
export function partFaults(terms: readonly SearchTerm[]): SearchFault[] {
  return terms.flatMap(({ field, value, isNot }) => {
    if (field === "note") return [fault("Searching in notes needs the role “operator”.")];
    if (field === "phone") {
      return isWholePhone(value) && !isNot ? [] : [fault("With the role “viewer”, search for the whole phone number.")];
    }
    const read = foldText(value);
    return read.includes("*") && /[\p{Nd}@]/u.test(read)
      ? [fault("With the role “viewer”, * does not work in phone numbers and e-mail addresses.")]
      : [];
  });
}

/** The faults of terms that find JSON, where rows have none. */
export function jsonFaults(terms: readonly SearchTerm[]): SearchFault[] {
  const asked = terms.filter(({ field }) => field === "json");
  return asked.map(() => fault("Only the Webhook Logs can be searched by JSON."));
}
