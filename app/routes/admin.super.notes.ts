import { redirect } from "@remix-run/node";
import { z } from "zod";
import { NoteText, removeNote, writeNote } from "#app/features/notes/write-note.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { queryField } from "#app/http/read-query.server.ts";
import { redirectToRefused } from "#app/http/refused-form.server.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { NOTE_LENGTH } from "#app/lib/note-length.ts";

/** What the note is on, and the page that the form stands on. */
const Target = z.discriminatedUnion("what", [
  z.object({ what: z.literal("lead"), id: queryField.id.unwrap() }),
  z.object({ what: z.literal("call"), id: z.string().min(1).max(200) }),
]);

/** Adds or deletes a note on a lead or a call, and returns to it. */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, sent }) => {
  const { data: on } = Target.safeParse(Object.fromEntries(form));
  if (!on) throw new Response("Notes belong to a lead or to a call. Open it, and add the note there.", { status: 404 });
  const [target, page] =
    on.what === "lead" ? [{ contactId: on.id }, `/admin/super/leads/${on.id}`] : [{ callId: on.id }, callPath(on.id)];
  const back = `${page}#notes`;
  if (form.get("intent") === "delete") {
    const { data: id = -1 } = queryField.id.safeParse(form.get("note"));
    const result = await removeNote(db, id, admin);
    if (result === "deleted") return redirectSaying(request, back, "The note was deleted");
    const why = result === "held" ? "On hold: the note stays until the hold ends" : "You have no such note";
    return redirectSaying(request, back, why, { tone: "warn" });
  }
  const { data: text } = NoteText.safeParse(form.get("text"));
  if (text === undefined) {
    const fault = `A note needs a text of at most ${formatNumber(NOTE_LENGTH)} characters`;
    return redirectToRefused(fault, { db, request, admin, sent, page });
  }
  if (await writeNote(db, target, text, admin)) return redirectSaying(request, back, "The note was added");
  throw new Response(`There is no such ${on.what}.`, { status: 404 });
});

export const loader = /* @__PURE__ */ adminLoader("viewer", () => redirect("/admin/super/leads"));
