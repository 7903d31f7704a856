import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { MOST_CHOSEN } from "#app/db/calls/chosen-calls.server.ts";
import { countChosenCalls } from "#app/db/calls/note-runs.server.ts";
import { writeManyNotesLater } from "#app/features/notes/write-many-notes.server.ts";
import { NoteText } from "#app/features/notes/write-note.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { fetchQuery } from "#app/http/fetch-query.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { NOTE_LENGTH } from "#app/lib/note-length.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { FetchName } from "#app/ui/fetch-name.tsx";
import { Textarea } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";

export const meta: MetaFunction = () => [{ title: "Add a note · Convoso portal" }];

/** Counts the calls; nothing is written yet. */
export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, request }) => {
  const asked = fetchQuery(request);
  const total = asked ? await countChosenCalls(db, asked.chosen) : 0;
  return { query: asked?.query ?? null, back: asked?.back ?? "", total, most: MOST_CHOSEN };
});

export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request }) => {
  const { data: text } = NoteText.safeParse(form.get("text"));
  if (text === undefined) return { error: `Write a note of at most ${formatNumber(NOTE_LENGTH)} characters.` };
  const asked = fetchQuery(request);
  const id = asked && (await writeManyNotesLater(db, { ...asked, text }, admin));
  if (!asked || id === null) {
    return redirectSaying(request, "/admin/super/calls", "No call was chosen", { tone: "info" });
  }
  return redirect(`/admin/super/note-runs/${id}?${new URLSearchParams({ back: asked.back })}`);
});

export default function NewNoteRun() {
  const { query, back, total, most } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  const isBusy = useNavigation().state === "submitting";
  const list = `/admin/super/calls${back && `?${back}`}`;
  const count = formatNumber(Math.min(total, most));
  const calls = total === 1 ? "1 call" : `${count} calls`;
  if (total === 0) {
    return (
      <>
        <PageHeader title="Add a note to many calls" description={<TextLink to={list}>Calls</TextLink>} />
        <Card flush>
          <EmptyState title="No call is chosen">
            Choose calls in <TextLink to={list}>the list</TextLink>, or change its filter so that it shows some. A
            filter that is not understood chooses none.
          </EmptyState>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Add a note to many calls"
        description={
          <>
            <TextLink to={list}>Calls</TextLink> / <FetchName fetch={{ query, calls: total }} />
          </>
        }
      />
      <Card title={total > most ? `More than ${calls}` : calls}>
        <Form method="post" className="grid gap-3">
          <Textarea label="Note" name="text" required most={NOTE_LENGTH} rows={3} error={error} />
          <p className="text-sm text-ink-soft">
            The worker adds it to each call{total > most && `, for the latest ${count}`}, with your name. Each is then a
            note like any other.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button look="primary" disabled={isBusy}>
              Add note to {calls}
            </Button>
            <LinkButton to={list} look="quiet">
              Cancel
            </LinkButton>
          </div>
        </Form>
      </Card>
    </>
  );
}
