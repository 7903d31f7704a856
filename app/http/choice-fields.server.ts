import type { z } from "zod";
import type { Choice } from "#app/lib/choice.ts";

const MOST_VALUES = 50;

type Shape = Record<string, z.ZodType<string | number | undefined>>;
type Choices<S extends Shape> = { [Name in keyof S]: Choice<NonNullable<z.output<S[Name]>>> | undefined };

/**
 * Reads filters of which several values can be picked: `campaign=A&campaign=B`, and with `campaign_is=not` neither of them.
 * A value that cannot be used counts as not given, and its filter is named in `ignored`.
 */
export function readChoices<S extends Shape>(request: Request, shape: S): { choices: Choices<S>; ignored: string[] } {
  const query = new URL(request.url).searchParams;
  const ignored: string[] = [];
  const choices = Object.entries(shape).map(([name, schema]) => {
    const given = [...new Set(query.getAll(name).map((text) => text.trim()))].filter((text) => text !== "");
    const parsed = given.slice(0, MOST_VALUES).map((text) => schema.safeParse(text));
    if (given.length > MOST_VALUES || parsed.some(({ success }) => !success)) ignored.push(name);
    const values = parsed.flatMap(({ data }) => data ?? []);
    const how = query.get(`${name}_is`) ?? "";
    if (how !== "" && how !== "not") ignored.push(`${name}_is`);
    if (values.length === 0) return [name, undefined];
    if (how === "not") return [name, { noneOf: values }];
    return [name, values.length === 1 ? values[0] : { anyOf: values }];
  });
  return { choices: Object.fromEntries(choices), ignored };
}
