import type { Health } from "#app/features/health/get-health.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notice.tsx";
import type { Figures } from "./read-figures.server.ts";

/** The database, this process's own connections to it, and whether a worker runs. */
export function HealthCard({ health, upkeep }: { health: Health; upkeep: Figures["upkeep"] | null }) {
  const { totalCount, idleCount, waitingCount } = health.pool;
  return (
    <Card title="Health" action={<Badge tone={health.ok ? "ok" : "bad"}>{health.ok ? "Healthy" : "Unhealthy"}</Badge>}>
      <div className="grid gap-3">
        {!health.ok && (
          <Notice tone="bad" title={health.reason}>
            {health.spool.fault === null
              ? "Deliveries are kept in the spool meanwhile, and stored when it is back."
              : "Deliveries are answered with 503 meanwhile."}{" "}
            Check that the server runs and that <code className="font-mono text-xs">DATABASE_URL</code> is right.
          </Notice>
        )}
        <Facts
          facts={{
            Database: health.ok ? "Reachable" : "Away",
            Connections: `${totalCount} of at most 10`,
            Idle: String(idleCount),
            "Waiting for one": String(waitingCount),
            ...(health.spool && { "Waiting in the spool": `${formatNumber(health.spool.waiting)} deliveries` }),
            Worker: upkeep && (upkeep.has_worker ? "Running" : "Not seen for two minutes"),
          }}
        />
      </div>
    </Card>
  );
}
