import { env } from "#app/env.server.ts";
import { holdsBearer } from "#app/features/auth/holds-bearer.server.ts";

/** Whether a request holds CRON_SECRET, as Vercel's cron sends it; null where none is set, and nobody may ask. */
export function holdsCronSecret({ headers }: Request): boolean | null {
  return holdsBearer(headers.get("authorization"), env().CRON_SECRET);
}
