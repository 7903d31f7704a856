import type { Growth } from "#app/db/keeping/storage-figures.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";

/** How large the archive is, how fast it grows, and what it will be in a year. */
export function GrowthCard({ growth }: { growth: Growth }) {
  const { count, bytes, added_count, added_bytes, days, ending_bytes, year_bytes } = growth;
  if (count === 0) {
    return (
      <Card title="Growth">
        <p className="text-sm text-ink-soft">The archive is empty.</p>
      </Card>
    );
  }
  const wholeDays = Math.round(days);
  const inAYear = bytes - ending_bytes + year_bytes;
  return (
    <Card title="Growth">
      <Facts
        facts={{
          Now: `${formatBytes(bytes)} in ${formatNumber(count)} recordings`,
          [wholeDays === 1 ? "Calls of the last day" : `Calls of the last ${wholeDays} days`]:
            `${formatBytes(added_bytes)} in ${formatNumber(added_count)} recordings`,
          "A day": formatBytes(Math.round(added_bytes / days)),
          "Expected in a year at this rate": formatBytes(Math.round(inAYear)),
        }}
      />
      <p className="mt-3 text-xs text-ink-faint">The figure for a year ignores retention rules.</p>
    </Card>
  );
}
