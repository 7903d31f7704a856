import type { CallSummary } from "#app/db/calls/list-calls.server.ts";
import { type CallOrder, MOST_SORTED_CALLS } from "#app/lib/call-orders.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatDuration, formatNumber } from "#app/lib/format-number.ts";
import { Badge, Disposition } from "#app/ui/badges.tsx";
import { choiceColumn } from "#app/ui/choice-column.tsx";
import { useChosenColumns } from "#app/ui/column-menu.tsx";
import { AgentLink, phoneLink, TextLink } from "#app/ui/links.tsx";
import { RecordingCell } from "#app/ui/recordings.tsx";
import { useSortHead } from "#app/ui/sort-head.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

const columns: Column<CallSummary>[] = [
  {
    header: "Call",
    cell: (call) => (
      <span className="flex max-w-40 flex-wrap items-center gap-x-2">
        <TextLink to={callPath(call.call_id)}>
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
    isText: true,
    cell: (call) => {
      const phone = phoneLink(call.phone_e164, call.phone_number, "whitespace-nowrap text-ink-soft");
      if (call.contact_id === null) return phone;
      return (
        <>
          <TextLink to={`/admin/super/leads/${call.contact_id}`} className="block leading-6">
            {call.contact_name ?? `Lead #${call.contact_id}`}
          </TextLink>
          {phone}
        </>
      );
    },
  },
  {
    header: "Agent",
    isText: true,
    cell: (call) => call.agent_name && <AgentLink id={call.agent_id} name={call.agent_name} />,
  },
  { header: "Campaign", isText: true, cell: (call) => call.campaign_name ?? call.campaign },
  {
    header: "Disposition",
    isText: true,
    cell: (call) =>
      (call.disposition ?? call.disposition_label) && (
        <Disposition code={call.disposition} name={call.disposition_label} />
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

export const CALL_HEADERS = columns.map(({ header }) => header);

const sortable = [
  { header: "Call", ascending: "oldest", descending: "latest", first: "latest" },
  { header: "Agent", ascending: "agent", first: "agent" },
  { header: "Disposition", ascending: "disposition", first: "disposition" },
  { header: "Length", ascending: "shortest", descending: "longest", first: "longest" },
] as const satisfies { header: string; ascending?: CallOrder; descending?: CallOrder; first: CallOrder }[];

type Props = {
  caption: string;
  calls: CallSummary[];
  /** The id of the form that receives the chosen rows as `call`. */
  choosing?: string | undefined;
};

/** Calls with their recordings. */
export function CallsTable({ caption, calls, choosing }: Props) {
  return <Table {...{ caption, calls, choosing }} columns={columns} />;
}

/** Calls as the address wants them: in its order and with its columns. `isTooMany`: more than can be sorted. */
export function SortableCalls({ isTooMany, ...props }: Props & { isTooMany: boolean }) {
  const chosen = useChosenColumns(columns);
  const sortHead = useSortHead();
  const shown = chosen.map((column) => {
    const sorts = sortable.find(({ header }) => header === column.header);
    if (!sorts) return column;
    const whyNot = isTooMany && sorts.header !== "Call" ? TOO_MANY_TO_SORT : null;
    return { ...column, ...sortHead({ ...sorts, usual: "latest", whyNot }) };
  });
  return <Table {...props} columns={shown} />;
}

export const TOO_MANY_TO_SORT = `More than ${formatNumber(MOST_SORTED_CALLS)} calls can only be sorted by time. Pick a period or another filter first.`;

function Table({ caption, calls, choosing, columns }: Props & { columns: Column<CallSummary>[] }) {
  const choice = choosing && {
    form: choosing,
    name: "call",
    keyOf: ({ call_id }: CallSummary) => call_id,
    labelOf: ({ call_id }: CallSummary) => `Choose call ${call_id}`,
  };
  const shown = choice ? [choiceColumn(choice), ...columns] : columns;
  return <DataTable caption={caption} columns={shown} rows={calls} rowKey={(call) => call.call_id} />;
}
