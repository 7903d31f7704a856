import { z } from "zod";
import { isUsableMoment } from "#app/lib/usable-moment.ts";

/** What filters are made of. Each accepts nothing, and refuses what PostgreSQL could not take (NUL, ids beyond bigint). */
export const queryField = {
  text: z
    .string()
    .max(200)
    .refine((text) => !text.includes("\0"))
    .optional(),
  /** In the syntax of `parseSearch`. */
  search: z
    .string()
    .max(500)
    .refine((text) => !text.includes("\0"))
    .optional(),
  id: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(Number)
    .optional(),
  /** An id as people write it: "12" or "#12". */
  number: z
    .string()
    .regex(/^\s*#?\d{1,18}\s*$/)
    .transform((text) => Number(text.replace("#", "")))
    .optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  /** A row's place in a list that numbers its rows. */
  place: z
    .string()
    .regex(/^\d{1,9}$/)
    .optional(),
  /** Of a list by time: a time that PostgreSQL can read, "~", the row's own key. */
  timeCursor: z
    .string()
    .max(500)
    .refine((text) => {
      const [time = "", ...key] = text.split("~");
      return (
        z.iso.datetime().safeParse(time).success &&
        isUsableMoment(new Date(time)) &&
        key.length > 0 &&
        !text.includes("\0")
      );
    })
    .optional(),
  uuid: z.uuid().optional(),
  /** Whole seconds, up to ten days. */
  seconds: z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .optional(),
  yesNo: z
    .enum(["yes", "no"])
    .transform((word) => word === "yes")
    .optional(),
};

type Shape = Record<string, z.ZodType>;

/**
 * Reads the filters of a list from the URL. A value that cannot be used counts as not given and is named in `ignored`, so that
 * an old or mistyped address still shows a list. Empty means "not given": that is what an empty form field sends.
 */
export function readQuery<S extends Shape>(
  request: Request,
  shape: S,
): { values: z.output<z.ZodObject<S>>; ignored: string[] } {
  const query = new URL(request.url).searchParams;
  const ignored: string[] = [];
  const values = Object.entries(shape).map(([name, schema]) => {
    const parsed = schema.safeParse(query.get(name)?.trim() || undefined);
    if (parsed.success) return [name, parsed.data];
    ignored.push(name);
    return [name, schema.safeParse(undefined).data];
  });
  return { values: Object.fromEntries(values), ignored };
}
