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

/** The id of the form that is filled in. */
export const KEPT_FORM_ID = "kept-form";

/** What a form kept is set to after its page became alive, which takes what the server wrote into it back. */
export const KEPT_VALUE = "data-kept";
