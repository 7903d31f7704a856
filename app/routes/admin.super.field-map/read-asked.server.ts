import { z } from "zod";
import { MappedEndpoint } from "#app/db/deliveries/field-maps.server.ts";
import { queryField, readQuery } from "#app/http/read-query.server.ts";

const Version = z.coerce.number().int().min(0).max(1_000_000);

/** Which map the address asks for, the key to be mapped, what it may mean, and the version that was saved just now. */
export function readAsked(request: Request) {
  const fields = {
    endpoint: MappedEndpoint.optional(),
    key: queryField.text,
    meaning: queryField.text,
    saved: Version.optional(),
  };
  const { endpoint = "lead", key, meaning, saved } = readQuery(request, fields).values;
  return { endpoint, key, meaning, saved };
}

const Sent = z.object({
  intent: z.enum(["try", "save", "repair", "restore"]),
  basedOn: Version,
  note: z.string().trim().catch(""),
  version: Version.catch(0),
});

/** @throws {Response} 400 where the form is not one of the page's */
export function readSent(form: FormData): z.output<typeof Sent> {
  const sent = Sent.safeParse(Object.fromEntries(form));
  if (!sent.success) throw new Response("This form is incomplete.", { status: 400 });
  return sent.data;
}
