import { z } from "zod";

/** What filters are made of. Each accepts nothing, and refuses what PostgreSQL could not take (NUL, ids beyond bigint). */
export const queryField = {
  text: z
    .string()
    .max(200)
    .refine((text) => !text.includes("\0"))
    .optional(),
  id: z
    .string()
    .regex(/^\d{1,18}$/)
    .transform(Number)
    .optional(),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional(),
  /** Of a list by time: a time that PostgreSQL can read, "~", the row's own key. */
  timeCursor: z
    .string()
    .max(500)
    .refine((text) => {
      const [time = "", ...key] = text.split("~");
      return z.iso.datetime().safeParse(time).success && key.length > 0 && !text.includes("\0");
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
  since: z
    .enum(["1h", "24h", "7d"])
    .transform((span) => new Date(Date.now() - { "1h": 1, "24h": 24, "7d": 168 }[span] * 3_600_000))
    .optional(),
};

type Shape = Record<string, z.ZodType>;

/**
 * Reads the filters of a list from the URL. A value that cannot be used is left out and named in `ignored`, so that an
 * old or mistyped address still shows a list. Empty means "not given": that is what an empty form field sends.
 */
export function readQuery<S extends Shape>(
  request: Request,
  shape: S,
): { values: z.output<z.ZodObject<S>>; ignored: string[] } {
  const query = new URL(request.url).searchParams;
  const ignored: string[] = [];
  const values = Object.entries(shape).map(([name, schema]) => {
    const parsed = schema.safeParse(query.get(name)?.trim() || undefined);
    if (!parsed.success) ignored.push(name);
    return [name, parsed.data];
  });
  return { values: Object.fromEntries(values), ignored };
}
