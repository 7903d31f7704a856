import { redirect } from "@remix-run/node";
import { pool } from "#app/db/connection/pool.server.ts";
import { KEPT_SECONDS, keepForm, type SentForm } from "#app/features/auth/keep-form.server.ts";
import { hostCookie } from "#app/http/host-cookie.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";

/** The page that shows such a form. */
export const UNSENT = "/admin/super/unsent";

const cookie = hostCookie("portal_unsent", KEPT_SECONDS);

/** The token of a form that the browser sent after its session had ended, or null. */
export async function readUnsentToken(request: Request): Promise<string | null> {
  const value = await cookie.read(request);
  return typeof value === "string" && value !== "" ? value : null;
}

/**
 * What to answer to a form that was refused with `refusal`: where the session had ended, the way to sign in and then to the form,
 * which is kept; where the database is away, the same with the form in it. Passwords are never kept.
 */
export async function answerUnsent(
  refusal: Response,
  request: Request,
  readForm: () => Promise<FormData>,
): Promise<Response> {
  const session = await readSessionToken(request);
  const isEnded = refusal.headers.get("location")?.startsWith("/sign-in") ?? false;
  if (session === null || (!isEnded && !isDatabaseAway(refusal))) return refusal;
  const form = await readForm().catch(() => null);
  const sent = form && readSent(request, form);
  if (!sent) return refusal;
  if (!isEnded) return withForm(refusal, sent);
  const token = await orUnavailable(pool().then((db) => keepForm(db, session, sent)));
  if (token === null) return refusal;
  const headers = { "Set-Cookie": await cookie.set(request, token) };
  return redirect(`/sign-in?next=${encodeURIComponent(UNSENT)}`, { headers });
}

const isDatabaseAway = ({ status, headers }: Response) =>
  status === 503 && headers.get("content-type")?.startsWith("application/json");

async function withForm(refusal: Response, form: SentForm): Promise<Response> {
  return Response.json({ ...(await refusal.json()), form }, { status: refusal.status, headers: refusal.headers });
}

/** The form as it can be sent again; null where it has a password or a file. */
function readSent(request: Request, form: FormData): SentForm | null {
  const { pathname, search } = new URL(request.url);
  const to = pathname.replace(/\.data$/, "") + search;
  if (to === UNSENT) return null; // it is kept already
  const fields = [...form];
  const isPrivate = fields.some(([name, value]) => /password/i.test(name) || value === "password");
  const texts = fields.filter((field): field is [string, string] => typeof field[1] === "string");
  if (isPrivate || texts.length < fields.length) return null;
  const referer = URL.parse(request.headers.get("referer") ?? "");
  return { to, page: localPath(referer ? referer.pathname + referer.search : to), fields: texts };
}
