import { callPath } from "#app/lib/call-path.ts";
import { formatDuration, formatPhone } from "#app/lib/format-number.ts";
import { indentJson } from "#app/lib/indent-json.ts";
import { RecordingBadge } from "#app/ui/badges.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { type FactList, Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { RowChanges } from "#app/ui/row-changes.tsx";
import type { Sent, SentOnce } from "./send-and-show.server.ts";

/** The result of a test delivery: the stored delivery, its rows, the full answer, and a command to repeat it. */
export function SentResult({ sent: { single, curl } }: { sent: Sent }) {
  return (
    <div className="mt-3 grid gap-4">
      {single && <Facts facts={stored(single)} />}
      {single && <Changed single={single} />}
      {single && <CodeBlock label="Response body" text={indentJson(single.answer.body) ?? single.answer.body} />}
      <CodeBlock label="As a cURL command" text={curl} />
    </div>
  );
}

/** The rows that the delivery changed, by field. */
function Changed({ single: { changes, contact, outcome } }: { single: SentOnce }) {
  const leadName = [contact?.first_name, contact?.last_name].filter(Boolean).join(" ") || null;
  if (changes.every(({ fields }) => fields.length === 0)) {
    return (
      outcome === "duplicate" && (
        <p className="text-sm text-ink-soft">No row changed: every value was already stored.</p>
      )
    );
  }
  return (
    <details className="min-w-0 rounded-md border border-line" open>
      <summary className="cursor-pointer px-3 py-2 text-sm font-medium">Changed rows</summary>
      <RowChanges changes={changes} leadName={leadName} />
    </details>
  );
}

function stored({ answer, call, contact }: SentOnce): FactList {
  return {
    Delivery: answer.eventId && (
      <TextLink to={`/admin/super/webhook-logs/${answer.eventId}`}>Open it in the Webhook Logs</TextLink>
    ),
    Call: call && <TextLink to={callPath(call.call_id)}>{call.call_id}</TextLink>,
    Disposition: call?.disposition,
    Agent: call?.agent_name,
    Length: call && call.duration_seconds !== null ? formatDuration(call.duration_seconds) : null,
    Recording: call && <RecordingBadge state={call.recording_state} />,
    Lead: contact && (
      <TextLink to={`/admin/super/leads/${contact.id}`}>
        {[contact.first_name, contact.last_name].filter(Boolean).join(" ") || `Lead #${contact.id}`}
      </TextLink>
    ),
    Phone: contact && formatPhone(contact.phone_e164, contact.phone_number),
    "E-mail": contact?.email,
  };
}
