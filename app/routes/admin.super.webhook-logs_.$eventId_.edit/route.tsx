import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { rehearseEdited, replayEdited } from "#app/features/replays/replay-edited.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Input, Textarea } from "#app/ui/field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { RehearsalView } from "#app/ui/rehearsal-view.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { firstEdit, getOriginal, readEdit } from "./read-edit.server.ts";

export const meta: MetaFunction = () => [{ title: "Replay an edited payload · Convoso portal" }];

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context, "operator");
  const db = await orUnavailable(pool());
  const event = await orUnavailable(getOriginal(db, params.eventId));
  return { id: event.id, edit: firstEdit(event) };
}

/** "Dry run" and "Send". */
export async function action({ request, params, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context, "operator");
  const db = await orUnavailable(pool());
  const event = await orUnavailable(getOriginal(db, params.eventId));
  const form = await readForm(request);
  const { edit, fault } = readEdit(form);
  if (fault !== null) return { edit, fault, rehearsal: null };
  if (form.get("intent") !== "send") {
    return { edit, fault, rehearsal: { found: await orUnavailable(rehearseEdited(db, event, edit)) } };
  }
  const { eventId, outcome } = await orUnavailable(replayEdited(db, event, edit, admin));
  const isApplied = outcome === "processed" || outcome === "duplicate";
  return redirectSaying(
    request,
    `/admin/super/webhook-logs/${eventId}`,
    isApplied ? "The edited delivery is stored and applied" : "The edited delivery is stored, but could not be applied",
    { tone: isApplied ? "ok" : "bad" },
  );
}

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
          <Form method="post" className="grid gap-3">
            <p className="text-sm text-ink-soft">
              It is stored as a new delivery, the newest of all, so that it overrides what came before. The original
              stays as it is.
            </p>
            {!loaded.edit.isText && (
              <Notice tone="warn" title="Some bytes are no UTF-8 text">
                They show as � and are sent as that.
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
