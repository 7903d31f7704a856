import { redirect } from "@remix-run/node";
import { z } from "zod";
import { removeView, saveView, ViewForm } from "#app/features/views/save-view.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { redirectToRefused } from "#app/http/refused-form.server.ts";
import { VIEWED_LIST_PATHS, VIEWED_LISTS } from "#app/lib/viewed-lists.ts";

const Back = z.object({
  list: z.enum(VIEWED_LISTS).catch("calls"),
  query: z.string().max(2_000).catch(""),
});

/** Saves or removes a view of a list, and returns to the list. */
export const action = /* @__PURE__ */ adminAction("viewer", async ({ db, admin, form, request, sent }) => {
  const posted = Object.fromEntries(form);
  const back = Back.parse(posted);
  const list = `${VIEWED_LIST_PATHS[back.list]}?${new URLSearchParams(back.query)}`;
  if (posted.intent === "remove") {
    const { data: id = -1 } = queryField.id.safeParse(posted.id);
    const isRemoved = await removeView(db, id, admin);
    return isRemoved
      ? redirectSaying(request, list, "The view was removed")
      : redirectSaying(request, list, "You have no such view", { tone: "warn" });
  }
  const view = ViewForm.safeParse(posted);
  const fault = view.success ? await saveView(db, view.data, admin) : "A view needs a name of at most 80 characters";
  return fault === null
    ? redirectSaying(request, list, "The view was saved")
    : redirectToRefused(fault, { db, request, admin, sent, page: list });
});

export const loader = /* @__PURE__ */ adminLoader("viewer", async () => redirect(VIEWED_LIST_PATHS.calls));
