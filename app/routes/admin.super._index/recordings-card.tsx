import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { type RecordingState, recordingStates } from "#app/ui/recording-badge.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import type { Figures } from "./read-figures.server.ts";

/** How many recordings are there, and how many are not yet, or never. Each figure leads to its calls. */
export function RecordingsCard({ figures }: { figures: Figures | null }) {
  const count = (state: RecordingState, value: number) => ({
    [recordingStates[state].label]: (
      <TextLink to={`/admin/super/calls?recording=${state}`}>{formatNumber(value)}</TextLink>
    ),
  });
  return (
    <Card title="Recordings">
      {figures === null ? (
        <p className="text-sm text-ink-soft">Not known while the database is away.</p>
      ) : (
        <Facts
          facts={{
            ...count("found", figures.rows.with_recording),
            ...count("waiting", figures.rows.waiting),
            ...count("gave_up", figures.rows.gave_up),
            ...count("absent", figures.rows.absent),
            ...count("blocked", figures.rows.blocked),
          }}
        />
      )}
    </Card>
  );
}
