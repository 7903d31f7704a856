import type { MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { rehearseEdited, replayEdited } from "#app/features/replays/replay-edited.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { isApplied } from "#app/lib/outcomes.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, PageHeader } from "#app/ui/cards.tsx";
import { Input, Textarea } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { RehearsalView } from "#app/ui/rehearsal-view.tsx";
import { firstEdit, getOriginal, readEdit } from "./read-edit.server.ts";

export const meta: MetaFunction = () => [{ title: "Replay an edited payload · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("operator", async ({ db, params }) => {
  const event = await getOriginal(db, params.eventId);
  return { id: event.id, edit: firstEdit(event) };
});

/** "Dry run" and "Send". */
export const action = /* @__PURE__ */ adminAction("operator", async ({ db, admin, form, request, params }) => {
  const event = await getOriginal(db, params.eventId);
  const { edit, fault } = readEdit(form);
  if (fault !== null) return { edit, fault, rehearsal: null };
  if (form.get("intent") !== "send") {
    return { edit, fault, rehearsal: { found: await rehearseEdited(db, event, edit) } };
  }
  const { eventId, outcome } = await replayEdited(db, event, edit, admin);
  const isDone = isApplied(outcome);
  return redirectSaying(
    request,
    `/admin/super/webhook-logs/${eventId}`,
    isDone ? "The edited delivery is stored and applied" : "The edited delivery is stored, but could not be applied",
    { tone: isDone ? "ok" : "bad" },
  );
});

export default function EditDelivery() {
  const loaded = useLoaderData<typeof loader>();
  const tried = useActionData<typeof action>();
  const isBusy = useNavigation().state === "submitting";
  const { body, contentType, query, isTest } = tried?.edit ?? loaded.edit;
  const original = `/admin/super/webhook-logs/${loaded.id}`;
  return (
    <>
      <PageHeader
        title="Replay an edited payload"
        description={
          <>
            <TextLink to="/admin/super/webhook-logs">Webhook Logs</TextLink> /{" "}
            <TextLink to={original}>the delivery</TextLink>
          </>
        }
      />
      <div className="grid items-start gap-4 xl:grid-cols-2">
        <Card title="Payload">
          <Form method="post" encType="multipart/form-data" className="grid gap-3">
            <p className="text-sm text-ink-soft">
              It is stored as a new delivery and overrides earlier ones. The original does not change.
            </p>
            {!loaded.edit.isText && (
              <Notice tone="warn" title="Some bytes are not UTF-8 text">
                They show as � and are sent that way.
              </Notice>
            )}
            <Textarea
              label="Body"
              name="body"
              rows={Math.min(24, Math.max(8, body.split("\n").length + 1))}
              defaultValue={body}
              error={tried?.fault ?? undefined}
            />
            <div className="grid gap-3 sm:grid-cols-2">
              <Input label="Content type" name="contentType" defaultValue={contentType} spellCheck={false} />
              <Input label="Query string" name="query" defaultValue={query} spellCheck={false} autoComplete="off" />
            </div>
            <label className="flex items-center gap-2 text-sm">
              <input type="checkbox" name="isTest" defaultChecked={isTest} /> Test data
            </label>
            <div className="flex flex-wrap gap-2">
              <Button name="intent" value="try" look={tried?.rehearsal ? "plain" : "primary"} disabled={isBusy}>
                Dry run
              </Button>
              <Button name="intent" value="send" look={tried?.rehearsal ? "primary" : "plain"} disabled={isBusy}>
                Send
              </Button>
              <LinkButton to={original} look="quiet">
                Cancel
              </LinkButton>
            </div>
          </Form>
        </Card>
        <div role="status">{tried?.rehearsal && <RehearsalView rehearsal={tried.rehearsal.found} />}</div>
      </div>
    </>
  );
}
