import type { CallSummary } from "#app/db/calls.server.ts";
import { formatDuration, formatPhone } from "#app/lib/format-number.ts";
import { AgentLink } from "#app/ui/agent-link.tsx";
import { Badge } from "#app/ui/badge.tsx";
import { type Column, DataTable } from "#app/ui/data-table.tsx";
import { Disposition } from "#app/ui/disposition.tsx";
import { RecordingCell } from "#app/ui/recording-cell.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<CallSummary>[] = [
  {
    header: "Call",
    cell: (call) => (
      <span className="flex max-w-40 flex-wrap items-center gap-x-2">
        <TextLink to={`/admin/super/calls/${encodeURIComponent(call.call_id)}`}>
          <Time at={call.occurred_at} />
        </TextLink>
        {call.is_test && <Badge>Test</Badge>}
        <span className="w-full truncate text-xs leading-4 text-ink-faint" title={call.call_id}>
          {call.call_id}
        </span>
      </span>
    ),
  },
  {
    header: "Lead",
    cell: (call) => {
      const phone = formatPhone(call.phone_e164, call.phone_number);
      if (call.contact_id === null) return phone;
      return (
        <>
          <TextLink to={`/admin/super/leads/${call.contact_id}`} className="block">
            {call.contact_name ?? `Lead #${call.contact_id}`}
          </TextLink>
          <span className="whitespace-nowrap text-ink-soft">{phone}</span>
        </>
      );
    },
  },
  {
    header: "Agent",
    cell: (call) =>
      call.agent_name && (
        <span className="md:whitespace-nowrap">
          <AgentLink id={call.agent_id} name={call.agent_name} />
        </span>
      ),
  },
  { header: "Campaign", cell: (call) => call.campaign },
  {
    header: "Disposition",
    cell: (call) =>
      (call.disposition ?? call.disposition_name) && (
        <Disposition code={call.disposition} name={call.disposition_name} />
      ),
  },
  { header: "Direction", cell: (call) => call.direction && <span className="capitalize">{call.direction}</span> },
  {
    header: "Length",
    align: "end",
    cell: (call) => (call.duration_seconds === null ? null : formatDuration(call.duration_seconds)),
  },
  { header: "Recording", cell: (call) => <RecordingCell call={call} /> },
];

/** Calls, the latest first, with their recordings in place. */
export function CallsTable({ caption, calls }: { caption: string; calls: CallSummary[] }) {
  return <DataTable caption={caption} columns={columns} rows={calls} rowKey={(call) => call.call_id} />;
}
