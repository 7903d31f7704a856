import type { Navigation } from "@remix-run/react";
import type { SentForm } from "#app/features/auth/keep-form.server.ts";
import { isNeverKept } from "#app/lib/kept-form.ts";

let last: SentForm | null = null;

/** Remembers the form that the browser is sending, until it is answered: it may get no answer. Passwords are not kept. */
export function noteSending({ state, formMethod, formAction, formData }: Navigation, page: string): void {
  if (state === "idle") last = null;
  if (state !== "submitting" || formMethod !== "POST" || !formData) return;
  const fields = [...formData];
  last = fields.some(isNeverKept)
    ? null
    : { to: formAction, page, fields: fields as [string, string][], why: "outage" };
}

/** The form that was on its way when the page failed. */
export function findLastSent(): SentForm | null {
  return last;
}
