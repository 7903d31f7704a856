import type { Stuck } from "#app/db/archive/stuck-recordings.server.ts";
import { archiveReasonSentence } from "#app/lib/archive-reasons.ts";
import { ARCHIVE_STATES } from "#app/lib/archive-states.ts";
import { callPath } from "#app/lib/call-path.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";
import { Card, EmptyState } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { type Column, DataTable } from "#app/ui/tables.tsx";
import { groupPath } from "./group-card.tsx";

const TONES: Record<Stuck["state"], Tone> = {
  not_ready: "info",
  gone: "muted",
  not_audio: "warn",
  refused: "warn",
  lost: "bad",
};

const columns: Column<Stuck>[] = [
  { header: "State", cell: ({ state }) => <Badge tone={TONES[state]}>{ARCHIVE_STATES[state]}</Badge> },
  { header: "Why", cell: ({ reason }) => reason && archiveReasonSentence(reason) },
  { header: "Recordings", align: "end", cell: ({ count }) => formatNumber(count) },
  { header: "Calls, oldest first", cell: OldestCalls },
];

function OldestCalls({ state, reason, calls, count }: Stuck) {
  return (
    <span className="flex flex-wrap gap-x-2">
      {calls.map(({ call_id, place }) => (
        <TextLink key={`${call_id} ${place}`} to={callPath(call_id)} className="break-all">
          {call_id}
        </TextLink>
      ))}
      {count > calls.length && (
        <TextLink to={groupPath({ state, reason })}>and {formatNumber(count - calls.length)} more</TextLink>
      )}
    </span>
  );
}

/** What could not be copied, by why, with calls to look at. */
export function StuckCard({ stuck }: { stuck: Stuck[] }) {
  return (
    <Card title="Not copied" flush>
      {stuck.length === 0 ? (
        <EmptyState title="Nothing is stuck">Every recording is archived or queued.</EmptyState>
      ) : (
        <DataTable
          caption="Recordings that could not be copied, by reason"
          columns={columns}
          rows={stuck}
          rowKey={({ state, reason }) => `${state} ${reason}`}
        />
      )}
    </Card>
  );
}
