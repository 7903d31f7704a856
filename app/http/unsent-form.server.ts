import { redirect } from "@remix-run/node";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import {
  KEPT_SECONDS,
  keepFormOfSession,
  openKeptForm,
  releaseKeptForm,
  type SentForm,
} from "#app/features/auth/keep-form.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { hostCookie } from "#app/http/host-cookie.server.ts";
import { isUnavailable, orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readSentForm } from "#app/http/read-sent-form.server.ts";
import { leadsToSignIn } from "#app/http/require-admin.server.ts";
import { readEndedToken } from "#app/http/session-cookie.server.ts";
import { UNSENT, wishOf } from "#app/lib/kept-form.ts";

/** A little shorter than the form is kept, so that a token without a form means that it was sent. */
const cookie = hostCookie("portal_unsent", KEPT_SECONDS - 30);

/** The token of the form that this browser sent in vain, or null. */
export const readUnsentToken = cookie.readText;

/** The `Set-Cookie` that hands a browser the token of its form. */
export const unsentCookie = cookie.set;

/**
 * What to answer to a form that was refused with `refusal`: where the session had ended, the way to sign in and then back to
 * the form, which is kept; where the database is down, the same with the form in it. Passwords are never kept.
 */
export async function answerUnsent(
  refusal: Response,
  request: Request,
  readForm: () => Promise<FormData>,
): Promise<Response> {
  const session = await readEndedToken(request);
  const isEnded = leadsToSignIn(refusal);
  if (session === null || (!isEnded && !isUnavailable(refusal))) return refusal;
  const form = await readForm().catch(() => null);
  const sent = form && readSentForm(request, form, isEnded ? "signed out" : "outage");
  if (!sent) return refusal;
  if (!isEnded) return withForm(refusal, sent);
  try {
    const token = await orUnavailable(pool().then((db) => keepFormOfSession(db, session, sent)));
    if (token === null) return refusal;
    const headers = { "Set-Cookie": await cookie.set(request, token) };
    return redirect(`/sign-in?next=${encodeURIComponent(sent.page)}`, { headers });
  } catch (away) {
    if (away instanceof Response) return withForm(away, sent);
    throw away;
  }
}

async function withForm(refusal: Response, form: SentForm): Promise<Response> {
  return Response.json({ ...(await refusal.json()), form }, { status: refusal.status, headers: refusal.headers });
}

/** Where a form of this browser waits, with the form itself on the page to fill it in on. */
export type Waiting = { page: string; form: SentForm | null };

/** The form that waits for this admin to send it again; null where none does. */
export async function findWaiting(db: Database, request: Request, admin: Admin): Promise<Waiting | null> {
  const token = await readUnsentToken(request);
  const form = token === null ? null : await openKeptForm(db, token, admin);
  const { pathname, search } = new URL(request.url);
  if (!form || pathname === UNSENT) return null;
  const isPage = request.headers.get("accept")?.includes("text/html") ?? false; // what a script asks for is not filled in
  return { page: form.page, form: isPage && pathname + search === form.page ? form : null };
}

/**
 * Takes note that a form which was filled in is sent.
 * @throws a redirect to its page where it was sent before
 */
export async function endWaiting(db: Database, request: Request, admin: Admin, form: FormData): Promise<void> {
  const token = wishOf(form) === "filled" ? await readUnsentToken(request) : null;
  if (token === null || (await releaseKeptForm(db, token, admin))) return;
  const page = readSentForm(request, form, "signed out")?.page ?? "/admin/super";
  throw await redirectSaying(request, page, "This form was already sent", {
    tone: "warn",
    text: "It was not sent a second time.",
  });
}
