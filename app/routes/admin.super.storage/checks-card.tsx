import type { ArchiveCheck } from "#app/db/keeping/archive-checks.server.ts";
import { formatBytes, formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badges.tsx";
import { Card, EmptyState } from "#app/ui/cards.tsx";
import { DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

function state({ ended_at, problem, missing, changed }: ArchiveCheck) {
  const found = [
    missing > 0 && `${formatNumber(missing)} missing`,
    changed > 0 && `${formatNumber(changed)} changed`,
    problem,
  ].filter(Boolean);
  if (found.length > 0) return <Badge tone="bad">{found.join(", ")}</Badge>;
  return ended_at === null ? <Badge tone="info">Running</Badge> : <Badge tone="ok">All unchanged</Badge>;
}

/** The latest nightly checks. */
export function ChecksCard({ checks }: { checks: ArchiveCheck[] }) {
  return (
    <Card title="Checks" flush>
      {checks.length === 0 ? (
        <EmptyState title="No check has run yet">Every night the worker reads a share of the archive.</EmptyState>
      ) : (
        <DataTable
          caption="Checks of the archive, latest first"
          columns={[
            { header: "Began", cell: ({ started_at }) => <Time at={started_at} /> },
            { header: "Result", cell: state },
            {
              header: "Compared",
              align: "end",
              cell: ({ verified, share, bytes }) =>
                `${formatNumber(verified)} of ${formatNumber(share)} (${formatBytes(bytes)})`,
            },
            {
              header: "Files without a recording",
              align: "end",
              cell: ({ strays, stray_bytes }) =>
                strays !== null &&
                (strays === 0 ? "None" : `${formatNumber(strays)} (${formatBytes(stray_bytes ?? 0)})`),
            },
          ]}
          rows={checks}
          rowKey={({ id }) => id}
        />
      )}
    </Card>
  );
}
