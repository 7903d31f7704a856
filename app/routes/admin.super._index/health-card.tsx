import type { Health } from "#app/features/health/get-health.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notice.tsx";

const MOST_CONNECTIONS = 10;

/** The database, this process's own connections to it, and whether a worker runs. */
export function HealthCard({ health, hasWorker }: { health: Health; hasWorker: boolean | null }) {
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
            Connections: (
              <span className="flex items-center gap-2">
                {`${totalCount} of at most ${MOST_CONNECTIONS}`}
                <PoolMeter total={totalCount} idle={idleCount} />
              </span>
            ),
            Idle: String(idleCount),
            "Waiting for one": String(waitingCount),
            ...(health.spool && { "Waiting in the spool": `${formatNumber(health.spool.waiting)} deliveries` }),
            Worker: hasWorker === null ? null : hasWorker ? "Running" : "Not seen for two minutes",
          }}
        />
      </div>
    </Card>
  );
}

/** A mark for each connection that there may be: full while it works, pale while it is idle, empty while there is none. */
function PoolMeter({ total, idle }: { total: number; idle: number }) {
  const fill = (place: number) =>
    place < total - idle ? "fill-accent" : place < total ? "fill-accent/35" : "fill-muted-wash";
  return (
    <svg viewBox={`0 0 ${MOST_CONNECTIONS * 8} 10`} className="h-2.5 w-20" aria-hidden="true">
      {Array.from({ length: MOST_CONNECTIONS }, (_, place) => place).map((place) => (
        <rect key={place} x={place * 8} width="6" height="10" rx="1.5" className={fill(place)} />
      ))}
    </svg>
  );
}
