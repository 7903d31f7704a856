import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type Database, pool } from "#app/db/connection/pool.server.ts";
import type { Newcomer } from "#app/features/auth/sessions.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { noteRefusal } from "#app/http/refused-form.server.ts";
import { requireSameOrigin } from "#app/http/require-same-origin.server.ts";
import { visitorOf } from "#app/http/visitor.server.ts";

type Asked = { request: Request; db: Database; newcomer: Newcomer };

/**
 * The loader of a page for people who are not signed in yet.
 * @throws {Response} 503 where the database cannot be reached
 */
export function guestLoader<T>(load: (asked: Asked) => Promise<T>) {
  return async ({ request, context }: LoaderFunctionArgs): Promise<T> => {
    const newcomer = await visitorOf(request, context);
    return orUnavailable(pool().then((db) => load({ request, db, newcomer })));
  };
}

/**
 * The action of such a page, with the form that was sent.
 * @throws {Response} 403 for a form on another site; 400 where it cannot be read; 503 as {@link guestLoader}
 */
export function guestAction<T>(act: (asked: Asked & { form: FormData }) => Promise<T>) {
  return async ({ request, context }: ActionFunctionArgs): Promise<T> => {
    requireSameOrigin(request);
    const form = await readForm(request);
    const newcomer = await visitorOf(request, context);
    const answer = await orUnavailable(pool().then((db) => act({ request, form, db, newcomer })));
    noteRefusal(answer, request, context, form);
    return answer;
  };
}
