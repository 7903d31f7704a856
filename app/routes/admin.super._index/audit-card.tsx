import type { Act } from "#app/db/audit-log.server.ts";
import { Card } from "#app/ui/card.tsx";
import { Time } from "#app/ui/time.tsx";

/** The last things that somebody did in the portal. */
export function AuditCard({ entries }: { entries: readonly Act[] }) {
  if (entries.length === 0) return null;
  return (
    <Card title="Recent admin actions" flush>
      <ul className="divide-y divide-line text-sm">
        {entries.map((entry) => (
          <li key={entry.id} className="flex flex-wrap gap-x-3 px-4 py-2">
            <span className="min-w-20 text-ink-faint">
              <Time at={entry.at} show="relative" />
            </span>
            <span className="font-medium">{entry.actor}</span>
            <span>{entry.action}</span>
            {entry.target !== null && <span className="min-w-0 break-all text-ink-soft">{entry.target}</span>}
          </li>
        ))}
      </ul>
    </Card>
  );
}
