import { formatDuration, formatMilliseconds, formatPhone } from "#app/lib/format-number.ts";
import { indentJson } from "#app/lib/indent-json.ts";
import { Badge } from "#app/ui/badge.tsx";
import { CodeBlock } from "#app/ui/code-block.tsx";
import { type FactList, Facts } from "#app/ui/facts.tsx";
import { OutcomeBadge } from "#app/ui/outcome-badge.tsx";
import { RecordingBadge } from "#app/ui/recording-badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import type { Sent } from "./send-and-show.server.ts";

/** What came of a test delivery: the answer, the stored delivery, the rows, and the same as a command. */
export function SentResult({ sent: { answer, outcome, call, contact, curl } }: { sent: Sent }) {
  const isGood = answer.status >= 200 && answer.status < 300;
  const stored: FactList = {
    Delivery: answer.eventId && (
      <TextLink to={`/admin/super/webhook-logs/${answer.eventId}`}>Open it in the Webhook Logs</TextLink>
    ),
    Call: call && <TextLink to={`/admin/super/calls/${encodeURIComponent(call.call_id)}`}>{call.call_id}</TextLink>,
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
  return (
    <div className="mt-4 grid gap-4 border-t border-line pt-4">
      <div className="flex flex-wrap items-center gap-2 text-sm">
        <h3 className="font-semibold">Answer</h3>
        <Badge tone={isGood ? "ok" : "bad"}>{answer.status === 0 ? "No answer" : `HTTP ${answer.status}`}</Badge>
        {outcome !== null && <OutcomeBadge outcome={outcome} />}
        <span className="text-ink-soft">in {formatMilliseconds(answer.milliseconds)}</span>
      </div>
      <Facts facts={stored} />
      <CodeBlock label="Response body" text={indentJson(answer.body) ?? answer.body} />
      <CodeBlock label="The same with cURL" text={curl} />
    </div>
  );
}
