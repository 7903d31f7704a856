import { z } from "zod";
import { isTimeZone } from "#app/lib/is-time-zone.ts";

const COOKIE = "portal_preferences";
const A_YEAR = 365 * 24 * 3600;

/** How somebody wants the portal to look. `zone`: "account", or the IANA name of another time zone. */
const Preferences = z.object({
  zone: z
    .string()
    .max(64)
    .refine((zone) => zone === "account" || isTimeZone(zone))
    .catch("account"),
  times: z.enum(["clock", "distance"]).catch("clock"),
  hours: z.enum(["24", "12"]).catch("24"),
  theme: z.enum(["system", "light", "dark"]).catch("system"),
  density: z.enum(["comfortable", "normal", "compact"]).catch("normal"),
  keys: z.enum(["on", "off"]).catch("on"),
});
export type Preferences = z.infer<typeof Preferences>;

/**
 * The preferences that a browser keeps for its user, in a cookie, since the built-in admin has no row. What is
 * missing or makes no sense is the default: the cookie decides nothing but looks, so anybody may have written it.
 */
export function readPreferences(request: Request): Preferences {
  const [, value] = /(?:^|;\s*)portal_preferences=([^;]*)/.exec(request.headers.get("cookie") ?? "") ?? [];
  return Preferences.parse(Object.fromEntries(new URLSearchParams(value)));
}

/** The `Set-Cookie` that keeps what a form chose, and leaves the other preferences as they are. */
export function preferencesCookie(request: Request, form: FormData): string {
  const chosen = Preferences.parse({ ...readPreferences(request), ...Object.fromEntries(form) });
  const isTls = new URL(request.url).protocol === "https:";
  const options = `Path=/; Max-Age=${A_YEAR}; SameSite=Lax; HttpOnly${isTls ? "; Secure" : ""}`;
  return `${COOKIE}=${new URLSearchParams(chosen)}; ${options}`;
}
