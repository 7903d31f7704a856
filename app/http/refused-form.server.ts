import { type AppLoadContext, redirectDocument } from "@remix-run/node";
import type { Database } from "#app/db/connection/pool.server.ts";
import { keepForm, type SentForm } from "#app/features/auth/keep-form.server.ts";
import type { Admin } from "#app/features/auth/sessions.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { readSentForm, readTyped } from "#app/http/read-sent-form.server.ts";
import { unsentCookie } from "#app/http/unsent-form.server.ts";

type Typed = Pick<SentForm, "to" | "page" | "fields">;

/** By the context of their request: what was typed into forms that their own page answers. */
const typed = new WeakMap<AppLoadContext, Typed>();

/** Keeps what was typed for the page that answers the form, if the action found an error in it. */
export function noteRefusal(answer: unknown, request: Request, context: AppLoadContext, form: FormData): void {
  const error = (answer as { error?: unknown } | null)?.error;
  if (typeof error === "string" && error !== "") typed.set(context, readTyped(request, form));
}

/** What was typed into the form that this page answers, and has to be in it again: without JavaScript it would be lost. */
export function findTyped(context: AppLoadContext): Typed | null {
  return typed.get(context) ?? null;
}

/** Leads back to the page of a form that another address refused, where it is filled in again. `fault`: what to change. */
export async function redirectToRefused(
  fault: string,
  { db, request, admin, sent, page }: { db: Database; request: Request; admin: Admin; sent: FormData; page: string },
): Promise<Response> {
  const form = readSentForm(request, sent, "refused");
  if (!form) return redirectSaying(request, page, fault, { tone: "warn" });
  const kept = { ...form, page: form.page === form.to ? page : form.page, fault };
  const token = await keepForm(db, admin.userId ?? null, kept);
  return redirectDocument(kept.page, { headers: { "Set-Cookie": await unsentCookie(request, token) } });
}
