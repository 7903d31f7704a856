import type { Totals } from "#app/features/overview/read-attention.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { RECORDING_FILTERS, type RecordingFilter } from "#app/lib/recording-states.ts";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";

/** The number of recordings in each state, linked to the calls. */
export function RecordingsCard({ totals }: { totals: Totals | null }) {
  const count = (state: RecordingFilter, value: number) => ({
    [RECORDING_FILTERS[state]]: <TextLink to={`/admin/super/calls?recording=${state}`}>{formatNumber(value)}</TextLink>,
  });
  return (
    <Card title="All recordings">
      {totals === null ? (
        <p className="text-sm text-ink-soft">Unknown while the database is unreachable.</p>
      ) : (
        <Facts
          facts={{
            ...count("has", totals.recordings),
            ...count("failed", totals.failedLinks),
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
