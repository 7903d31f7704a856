import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import { readSomewhere } from "#app/db/connection/standby.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { shownTo } from "#app/features/privacy/shown-to.server.ts";
import { isUnavailable, orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { withoutOwnFields } from "#app/http/read-sent-form.server.ts";
import { noteRefusal } from "#app/http/refused-form.server.ts";
import { leadsToSignIn, requireAdmin } from "#app/http/require-admin.server.ts";
import { answerUnsent, endWaiting } from "#app/http/unsent-form.server.ts";
import type { Role } from "#app/lib/roles.ts";

/** What a page of the portal needs to answer. `shown` masks the rows that this admin may not see whole. */
type Asked = Pick<LoaderFunctionArgs, "request" | "params"> & {
  admin: Admin;
  db: Database;
  shown: ReturnType<typeof shownTo>;
};

/**
 * The loader of a portal page, for admins with at least this role. A test fails for a page without it. Write
 * `/* @__PURE__ *\/` before the call: otherwise Remix keeps it in the browser's bundle, where it fails at once.
 * @throws {Response} what {@link requireAdmin} throws; 503 where the database goes away at any point
 */
export function adminLoader<T>(atLeast: Role, load: (asked: Asked) => T | Promise<T>) {
  return async ({ request, params, context }: LoaderFunctionArgs): Promise<T> => {
    const admin = await requireAdmin(request, context, atLeast);
    return orUnavailable(pool().then((db) => load({ request, params, admin, db, shown: shownTo(admin) })));
  };
}

/**
 * The loader of a page of lists or figures, as {@link adminLoader}. Its `db` may be the standby of DATABASE_READ_URL, where that has
 * everything that was committed before, so it only reads, and may run twice.
 */
export function readingLoader<T>(atLeast: Role, load: (asked: Asked) => T | Promise<T>) {
  return async ({ request, params, context }: LoaderFunctionArgs): Promise<T> => {
    const admin = await requireAdmin(request, context, atLeast);
    return orUnavailable(readSomewhere((db) => load({ request, params, admin, db, shown: shownTo(admin) })));
  };
}

/**
 * The action of a portal page, as {@link adminLoader}, with the form that was sent; `sent` has the portal's own fields too. A
 * form that comes too late, or while the database is down, is not lost: see {@link answerUnsent}.
 * @throws {Response} 400 too, where the form cannot be read
 */
export function adminAction<T>(
  atLeast: Role,
  act: (asked: Asked & { form: FormData; sent: FormData }) => T | Promise<T>,
) {
  return async ({ request, params, context }: ActionFunctionArgs): Promise<T> => {
    let form: Promise<FormData> | undefined;
    const readOnce = () => (form ??= readForm(request));
    try {
      const admin = await requireAdmin(request, context, atLeast);
      const sent = await readOnce();
      const asked = { request, params, admin, shown: shownTo(admin), form: withoutOwnFields(sent), sent };
      const work = async (db: Database) => {
        await endWaiting(db, request, admin, sent);
        const answer = await act({ ...asked, db });
        noteRefusal(answer, request, context, sent);
        return answer;
      };
      return await orUnavailable(pool().then(work));
    } catch (error) {
      throw error instanceof Response ? await answerUnsent(error, request, readOnce) : error;
    }
  };
}

/**
 * The loader of a file, as {@link adminLoader}. What goes wrong is told in plain text, with the status that says it, since a
 * browser saves whatever page comes in place of a file.
 */
export function fileLoader(atLeast: Role, load: (asked: Asked) => Response | Promise<Response>) {
  const answer = adminLoader(atLeast, load);
  return async (args: LoaderFunctionArgs): Promise<Response> => {
    try {
      return await answer(args);
    } catch (error) {
      throw error instanceof Response ? await inPlainText(error) : error;
    }
  };
}

async function inPlainText(refusal: Response): Promise<Response> {
  const isEnded = leadsToSignIn(refusal);
  const text = isEnded
    ? "Your session has ended. Sign in to the portal, then download the file again."
    : isUnavailable(refusal)
      ? "The database cannot be reached. Try again in a moment."
      : await refusal.text();
  const headers = new Headers(refusal.headers);
  headers.delete("Location");
  headers.set("Content-Type", "text/plain; charset=utf-8");
  headers.set("Cache-Control", "no-store");
  return new Response(`${text}\n`, { status: isEnded ? 401 : refusal.status, headers });
}
