import { Form, useNavigation } from "@remix-run/react";
import type { ConnectionCheck } from "#app/features/test-tools/check-connection.server.ts";
import { formatMilliseconds } from "#app/lib/format-number.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { NeedsRole } from "#app/ui/needs-role.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

/** Asks Convoso with the recording fetcher's token, and says what that means. */
export function ConnectionCard({ check }: { check: ConnectionCheck | null }) {
  const isChecking = useNavigation().formData?.get("intent") === "connection";
  return (
    <Card
      title="Connection to Convoso"
      id="connection"
      action={<TextLink to="/admin/super/setup">Set up Convoso</TextLink>}
    >
      <p className="text-sm text-ink-soft">
        Asks Convoso for the latest call, with the token that the recording fetcher uses.
      </p>
      <NeedsRole atLeast="operator">
        <Form method="post" action="?#connection" className="mt-3" preventScrollReset>
          <input type="hidden" name="intent" value="connection" />
          <Button disabled={isChecking}>{isChecking ? "Asking…" : "Check the connection"}</Button>
        </Form>
      </NeedsRole>
      <div role="status" className="not-empty:mt-3">
        {check && <Result check={check} />}
      </div>
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
        ? "No call has arrived yet that it could be asked for."
        : !isKnown
          ? `It does not know the latest call, ${callId}: is this the token of the account that sends the webhooks?`
          : `It knows the latest call, ${callId}, ${hasRecording ? "and has its recording." : "without a recording so far."}`}
    </Notice>
  );
}
