import type { Totals } from "#app/features/overview/read-attention.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { type RecordingState, recordingStates } from "#app/ui/recording-badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

/** How many recordings are there, and how many are not yet, or never. Each figure leads to its calls. */
export function RecordingsCard({ totals }: { totals: Totals | null }) {
  const count = (state: RecordingState, value: number) => ({
    [recordingStates[state].label]: (
      <TextLink to={`/admin/super/calls?recording=${state}`}>{formatNumber(value)}</TextLink>
    ),
  });
  return (
    <Card title="All recordings">
      {totals === null ? (
        <p className="text-sm text-ink-soft">Not known while the database is away.</p>
      ) : (
        <Facts
          facts={{
            ...count("found", totals.recordings),
            ...count("waiting", totals.searches.waiting),
            ...count("gave_up", totals.searches.gave_up),
            ...count("absent", totals.searches.absent),
            ...count("blocked", totals.searches.blocked),
          }}
        />
      )}
    </Card>
  );
}
