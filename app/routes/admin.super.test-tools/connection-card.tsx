import { Form, useNavigation } from "@remix-run/react";
import type { ShownSection } from "#app/features/names/describe-sections.server.ts";
import type { ConnectionCheck } from "#app/features/test-tools/check-connection.server.ts";
import { formatMilliseconds } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { NeedsRole } from "#app/ui/roles.tsx";
import { SectionsTable } from "#app/ui/sections-table.tsx";

type Props = { check: ConnectionCheck | null; sections: ShownSection[] };

/** Checks the recording fetcher's token with Convoso and explains the result. */
export function ConnectionCard({ check, sections }: Props) {
  const isChecking = useNavigation().formData?.get("intent") === "connection";
  return (
    <Card
      title="Connection to Convoso"
      id="connection"
      action={<TextLink to="/admin/super/setup">Set up Convoso</TextLink>}
    >
      <p className="text-sm text-ink-soft">
        Asks Convoso for the latest call, and tries each section of its API that the portal reads.
      </p>
      <NeedsRole atLeast="operator" toDo="check the connection">
        <Form method="post" action="?#connection" className="mt-3" preventScrollReset>
          <input type="hidden" name="intent" value="connection" />
          <Button disabled={isChecking}>{isChecking ? "Asking…" : "Check the connection"}</Button>
        </Form>
      </NeedsRole>
      <div role="status" className="not-empty:mt-3">
        {check && <Result check={check} />}
      </div>
      {sections.some(({ tried }) => tried !== null) && (
        <div className="mt-3">
          <SectionsTable sections={sections} />
        </div>
      )}
    </Card>
  );
}

function Result({ check }: { check: ConnectionCheck }) {
  if (!check.ok) {
    return (
      <Notice tone="bad" title={check.message}>
        {check.advice}
      </Notice>
    );
  }
  const { host, milliseconds, callId, isKnown, hasRecording } = check;
  return (
    <Notice tone="ok" title={`${host} accepts the token (${formatMilliseconds(milliseconds)})`}>
      {callId === null
        ? "No call has arrived yet to ask about."
        : !isKnown
          ? `It does not know the latest call, ${callId}. Check that the token belongs to the account that sends the webhooks.`
          : `It knows the latest call, ${callId}, ${hasRecording ? "and has its recording." : "without a recording so far."}`}
    </Notice>
  );
}
