/** The page that lists what a form kept. */
export const UNSENT = "/admin/super/unsent";

/** What the portal's own fields of a kept form are called, beside those of the form itself. */
export const KEPT = {
  /** What is asked of a kept form: see {@link KeptWish}. */
  wish: "_kept",
  /** Where the form is sent to, if it is given to the page of kept forms. */
  to: "_to",
  /** The page that it stood on. */
  page: "_page",
} as const;

/** "filled": the form was filled in and is sent again. "fill": fill it in on its page. "discard": forget it. */
export type KeptWish = "filled" | "fill" | "discard";

const OWN: ReadonlySet<string> = new Set(Object.values(KEPT));

/** Whether a field is the portal's own, not one that somebody filled in. */
export const isOwnField = (name: string): boolean => OWN.has(name);

/** Whether a field keeps its form from being kept: a file, a password, or the choice to sign in by one. */
export function isNeverKept([name, value]: [name: string, value: FormDataEntryValue]): boolean {
  return typeof value !== "string" || /password/i.test(name) || value === "password";
}

/** What is asked of a kept form. A button of it comes after the hidden "filled", and wins. */
export function wishOf(form: FormData): KeptWish | null {
  return (form.getAll(KEPT.wish).at(-1) ?? null) as KeptWish | null;
}

/** The id of the form that is filled in. */
export const KEPT_FORM_ID = "kept-form";

/** What a form kept is set to after its page became alive, which takes what the server wrote into it back. */
export const KEPT_VALUE = "data-kept";
