import { type MetaFunction, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { MOST_RECORDINGS, measureEvidence } from "#app/db/evidence/evidence-sets.server.ts";
import { EvidenceForm, startEvidence } from "#app/features/evidence/start-evidence.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { fetchQuery } from "#app/http/fetch-query.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { queryWords } from "#app/lib/query-words.ts";
import { readFields } from "#app/lib/read-fields.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";

export const meta: MetaFunction = () => [{ title: "Hand over recordings · Convoso portal" }];

/** Counts the recordings; nothing is read yet. */
export const loader = /* @__PURE__ */ adminLoader("admin", async ({ db, request }) => {
  const asked = fetchQuery(request);
  const size = asked ? await measureEvidence(db, asked.chosen) : { count: 0, bytes: 0, left_out: 0 };
  return { query: asked?.query ?? null, ...size, most: MOST_RECORDINGS };
});

export const action = /* @__PURE__ */ adminAction("admin", async ({ db, admin, form, request }) => {
  const { data: said, fault } = readFields(EvidenceForm, Object.fromEntries(form), { reason: "Purpose" });
  if (fault !== null) return { error: fault };
  const asked = fetchQuery(request);
  const id = asked && (await startEvidence(db, asked, said, admin));
  return id === null
    ? { error: "The archive has no recording of these calls." }
    : redirect(`/admin/super/evidence/${id}`);
});

export default function NewEvidence() {
  const { query, count, bytes, left_out: leftOut, most } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  const isTooMuch = count + leftOut > most;
  const isBusy = useNavigation().state === "submitting";
  const path = <TextLink to="/admin/super/evidence">Evidence</TextLink>;
  if (count === 0) {
    return (
      <>
        <PageHeader title="Hand over recordings" description={path} />
        <Card flush>
          <EmptyState title="The archive has no recording of these calls">
            Choose others in <TextLink to="/admin/super/calls">Calls</TextLink>.
          </EmptyState>
        </Card>
      </>
    );
  }
  return (
    <>
      <PageHeader
        title="Hand over recordings"
        description={
          <>
            {path} / {query === null ? "chosen calls" : queryWords(query) || "all calls"}
          </>
        }
      />
      <Card
        title={`${formatNumber(count)} ${count === 1 ? "recording" : "recordings"}, ${formatBytes(bytes)}`}
        className="max-w-2xl"
      >
        <Form method="post" className="grid gap-4">
          {error !== undefined && <Notice tone="bad" role="alert" title={error} />}
          {leftOut > 0 && (
            <Notice
              tone="warn"
              title={`${formatNumber(leftOut)} more ${leftOut === 1 ? "is" : "are"} not in the archive`}
            >
              The set lists them with the reason, but without their audio{isTooMuch && ", as far as there is room"}.
            </Notice>
          )}
          {isTooMuch && (
            <Notice tone="warn" title={`A set has at most ${formatNumber(most)} recordings`}>
              Those in the archive are taken first, the oldest before newer ones. Narrow the search to get the others.
            </Notice>
          )}
          <p className="text-sm">
            The worker reads each recording and compares it with what was archived. After that, one zip file can be
            downloaded for 24 hours: the audio, a manifest as CSV and JSON, checksums, and the chain of custody.
          </p>
          <Input label="Purpose" name="reason" required most={500} autoComplete="off" />
          <label className="flex items-center gap-2 text-sm">
            <input type="checkbox" name="deliveries" value="yes" />
            Also include what Convoso sent about these calls, byte for byte
          </label>
          <div className="flex gap-2">
            <Button look="primary" disabled={isBusy}>
              Prepare the set
            </Button>
            <LinkButton to="/admin/super/evidence" look="quiet">
              Cancel
            </LinkButton>
          </div>
        </Form>
      </Card>
    </>
  );
}
