import type { Act as AuditedAct } from "#app/db/people/audit-log.server.ts";
import type { Described } from "#app/features/audit/describe-act.server.ts";
import { Act } from "#app/ui/act.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Time } from "#app/ui/time.tsx";

/** The latest actions of people in the portal. */
export function AuditCard({ entries }: { entries: readonly Described<AuditedAct>[] }) {
  if (entries.length === 0) return null;
  return (
    <Card title="Recent actions" flush>
      <ul className="divide-y divide-line text-sm">
        {entries.map((entry) => (
          <li key={entry.id} className="flex flex-wrap gap-x-3 px-4 py-2">
            <span className="min-w-20 text-ink-faint">
              <Time at={entry.at} show="relative" />
            </span>
            <span className="font-medium">{entry.actor}</span>
            <span className="min-w-0">
              <Act {...entry} />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
