import type { Stuck, StuckCall } from "#app/db/archive/stuck-recordings.server.ts";
import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import { ARCHIVE_STATES } from "#app/lib/archive-states.ts";
import { callPath } from "#app/lib/call-path.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

type Group = Pick<Stuck, "state" | "reason">;

/** The list of the recordings that are not in the archive for one reason. `past`: the recording that it begins after. */
export function groupPath({ state, reason }: Group, past?: number): string {
  const query = new URLSearchParams({ stuck: state });
  if (reason !== null) query.set("reason", reason);
  if (past !== undefined) query.set("past", String(past));
  return `/admin/super/archive?${query}`;
}

const columns: Column<StuckCall>[] = [
  { header: "Call", cell: ({ call_id }) => <TextLink to={callPath(call_id)}>{call_id}</TextLink> },
  { header: "When", cell: ({ call_at }) => <Time at={call_at} /> },
  { header: "Recording", align: "end", cell: ({ place }) => place },
];

type Props = { group: Group; calls: StuckCall[]; hasMore: boolean };

/** The recordings that are not in the archive for one reason, a page of them. */
export function GroupCard({ group, calls, hasMore }: Props) {
  const { state, reason } = group;
  const last = calls.at(-1);
  return (
    <Card
      title={`${ARCHIVE_STATES[state]}, the oldest calls first`}
      action={<TextLink to="/admin/super/archive">All reasons</TextLink>}
      flush
    >
      {reason !== null && <p className="px-4 pt-3 text-sm text-ink-soft">{archiveReasonSentence(reason)}</p>}
      {calls.length === 0 ? (
        <EmptyState title="No recording is left here" />
      ) : (
        <DataTable
          caption="Recordings that could not be copied for this reason"
          columns={columns}
          rows={calls}
          rowKey={({ id }) => id}
        />
      )}
      {hasMore && last && (
        <p className="border-t border-line px-4 py-2.5 text-end">
          <LinkButton to={groupPath(group, last.id)} rel="next">
            Next →
          </LinkButton>
        </p>
      )}
    </Card>
  );
}
