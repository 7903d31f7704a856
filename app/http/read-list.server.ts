import type { z } from "zod";
import { readChoices } from "#app/http/choice-fields.server.ts";
import { readQuery } from "#app/http/read-query.server.ts";
import { readSpan } from "#app/http/span-fields.server.ts";
import { unknownNames } from "#app/http/unknown-names.server.ts";

/**
 * Reads everything in the address of a list: `fields` have one value, `choices` any number, and the span is the same
 * everywhere. What cannot be used counts as not given and is named in `ignored`, and so is what the list does not know.
 */
export function readList<
  Fields extends Record<string, z.ZodType>,
  Choices extends Record<string, z.ZodType<string | number | undefined>>,
>(request: Request, { fields, choices }: { fields: Fields; choices: Choices }) {
  const { values, ignored } = readQuery(request, fields);
  const { from, to, ignored: notSpan } = readSpan(request);
  const { choices: chosen, ignored: notChosen } = readChoices(request, choices);
  const unknown = unknownNames(request, { once: Object.keys(fields), often: Object.keys(choices) });
  const all = [...new Set([...ignored, ...notSpan, ...notChosen, ...unknown])];
  return { values: { ...values, from, to }, choices: chosen, ignored: all };
}
