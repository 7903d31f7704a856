import { ADAPTOR_FIELDS, type AdaptorField } from "#app/convoso/adaptor-fields.server.ts";

export type { AdaptorField };

/** What an admin maps in Convoso's adaptor for leads and for calls. */
export function listAdaptorFields(): Record<"lead" | "call", AdaptorField[]> {
  return ADAPTOR_FIELDS;
}
