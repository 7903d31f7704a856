import type { SentForm } from "#app/features/auth/keep-form.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { isNeverKept, isOwnField, KEPT, UNSENT } from "#app/lib/kept-form.ts";

/** The form that a request brings, as it can be sent again; null where it has a password or a file, or is kept already. */
export function readSentForm(request: Request, form: FormData, why: SentForm["why"]): SentForm | null {
  const to = addressOf(request, form);
  const fields = [...withoutOwnFields(form)];
  if (to === UNSENT || fields.some(isNeverKept)) return null;
  return { to, page: pageOf(request, form) ?? to, fields: fields as [string, string][], why };
}

/** Where the form was sent to: another address than the request's, where it asks to be kept. */
function addressOf(request: Request, form: FormData): string {
  const { pathname, search } = new URL(request.url);
  const asked = form.get(KEPT.to);
  if (pathname === UNSENT && typeof asked === "string") return localPath(asked);
  return pathname.replace(/\.data$/, "") + search;
}

/** The page that the form stood on, as it says itself or the browser does. */
export function pageOf(request: Request, form: FormData): string | null {
  const said = form.get(KEPT.page);
  if (typeof said === "string") return localPath(said);
  const referer = URL.parse(request.headers.get("referer") ?? "");
  return referer && localPath(referer.pathname + referer.search);
}

/** What was typed into a form, to be filled in again in the answer to it: all but passwords and files. */
export function readTyped(request: Request, form: FormData): Pick<SentForm, "to" | "page" | "fields"> {
  const { pathname, search } = new URL(request.url);
  const fields = [...withoutOwnFields(form)].filter((field): field is [string, string] => {
    const [name, value] = field;
    return typeof value === "string" && !/password/i.test(name);
  });
  return { to: pathname + search, page: pathname + search, fields };
}

/** The form without the portal's own fields. */
export function withoutOwnFields(form: FormData): FormData {
  if (![...form.keys()].some(isOwnField)) return form;
  const rest = new FormData();
  for (const [name, value] of form) if (!isOwnField(name)) rest.append(name, value);
  return rest;
}
