import type { FieldDifference, LedgerDifference } from "#app/db/ledger/differences.server.ts";
import { actorName } from "#app/lib/automatic-actors.ts";
import { callPath } from "#app/lib/call-path.ts";
import { FIELD_LABELS } from "#app/lib/ledger-labels.ts";
import { Badge } from "#app/ui/badges.tsx";
import { choiceColumn } from "#app/ui/choice-column.tsx";
import { differenceKinds, differenceStates } from "#app/ui/ledger.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";
import { RowActions } from "./row-actions.tsx";

/** The values of one side, a line for each field, so that both sides can be compared. */
function Side({ fields, side, none }: { fields: FieldDifference[]; side: "there" | "here"; none: string | false }) {
  if (none) return <span className="text-ink-faint">{none}</span>;
  return (
    <dl className="grid gap-0.5">
      {fields.map((difference) => (
        <div key={difference.field} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-faint">{FIELD_LABELS[difference.field]}</dt>
          <dd className="min-w-0">{difference[side] ?? <span className="text-ink-faint">empty</span>}</dd>
        </div>
      ))}
    </dl>
  );
}

function State({ difference }: { difference: LedgerDifference }) {
  const { state, since, settled_at, settled_by, note, event_id } = difference;
  const { label, tone } = differenceStates[state];
  return (
    <div className="grid gap-0.5">
      <span>
        <Badge tone={tone}>{label}</Badge>
      </span>
      <span className="text-xs text-ink-soft">
        since <Time at={since} show="relative" />
      </span>
      {settled_at !== null && (
        <span className="text-xs text-ink-soft">
          {label.toLowerCase()} <Time at={settled_at} show="relative" />
          {settled_by !== null && ` by ${actorName(settled_by)}`}
        </span>
      )}
      {note !== null && <span className="max-w-64 text-xs">“{note}”</span>}
      {event_id !== null && (
        <TextLink to={`/admin/super/webhook-logs/${event_id}`} className="text-xs">
          Delivery
        </TextLink>
      )}
    </div>
  );
}

const columns: Column<LedgerDifference>[] = [
  {
    header: "Call",
    cell: ({ call_id, kind, state, occurred_at }) => {
      const isHere = kind !== "missing_here" || state === "fixed";
      return (
        <span className="grid max-w-44 justify-items-start gap-0.5">
          {isHere ? (
            <TextLink to={callPath(call_id)}>
              <Time at={occurred_at} />
            </TextLink>
          ) : (
            <Time at={occurred_at} />
          )}
          <span className="max-w-full truncate text-xs text-ink-faint" title={call_id}>
            {call_id}
          </span>
          <Badge tone={differenceKinds[kind].tone}>{differenceKinds[kind].label}</Badge>
        </span>
      );
    },
  },
  {
    header: "Convoso",
    cell: ({ fields, kind }) => <Side fields={fields} side="there" none={kind === "missing_there" && "No such call"} />,
  },
  {
    header: "Ours",
    cell: ({ fields, kind }) => <Side fields={fields} side="here" none={kind === "missing_here" && "No such call"} />,
  },
  { header: "State", cell: (difference) => <State difference={difference} /> },
];

const actions: Column<LedgerDifference> = {
  header: "Action",
  cell: (difference) => <RowActions difference={difference} />,
};

const CAPTION = "Differences, the latest call first";

type Props = {
  differences: LedgerDifference[];
  /** The id of the form that receives the chosen rows as `difference`; undefined for those who may not settle them. */
  choosing?: string | undefined;
};

/** Differences with Convoso's value and ours side by side, the latest call first. */
export function DifferencesTable({ differences, choosing }: Props) {
  if (!choosing) {
    return <DataTable caption={CAPTION} columns={columns} rows={differences} rowKey={({ id }) => id} />;
  }
  const choice = {
    form: choosing,
    name: "difference",
    keyOf: ({ id }: LedgerDifference) => String(id),
    labelOf: ({ call_id }: LedgerDifference) => `Choose call ${call_id}`,
  };
  return (
    <DataTable
      caption={CAPTION}
      columns={[choiceColumn(choice), ...columns, actions]}
      rows={differences}
      rowKey={({ id }) => id}
    />
  );
}
