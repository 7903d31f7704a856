import type { Health } from "#app/features/health/get-health.server.ts";
import type { Attention } from "#app/features/overview/read-attention.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge, type Tone } from "#app/ui/badges.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { Time } from "#app/ui/time.tsx";
import type { LiveState } from "#app/ui/use-live.ts";

const WAITING_ON_DISK = "Deliveries wait on disk and are stored when the database is back.";

type Props = {
  health: Health;
  poolSize: number;
  workers: Attention["workers"] | null;
  ownsTables: boolean | null;
  /** What the page has noticed since it was loaded. */
  live: LiveState;
};

/** The state of the database, of this process's connections, and of the worker; null for what is not known. */
export function HealthCard({ health, poolSize, workers, ownsTables, live }: Props) {
  const { totalCount, idleCount, waitingCount } = health.pool;
  const isReachable = health.ok && live !== "away";
  const [tone, word] = verdict(isReachable, workers, live);
  return (
    <Card
      title="Health"
      action={
        <span role="status">
          <Badge tone={tone}>{word}</Badge>
        </span>
      }
    >
      <div className="grid gap-3">
        {live === "lost" ? (
          <Notice tone="warn" title="The portal cannot be reached">
            This page shows what was known before. It updates when the connection is back.
          </Notice>
        ) : (
          !isReachable && (
            <Notice tone="bad" title={health.ok ? "The database cannot be reached." : health.reason}>
              {health.spool?.fault ? "Deliveries are answered with 503 until then." : WAITING_ON_DISK} Check that the
              database server runs and that <code className="font-mono text-xs">DATABASE_URL</code> is right.
            </Notice>
          )
        )}
        <Facts
          facts={{
            Database: isReachable ? "Reachable" : "Unreachable",
            "Database role": ownsTables === null ? null : ownsTables ? <OwnerNote /> : "Separate from the owner",
            Connections: (
              <span className="flex items-center gap-2">
                {`${totalCount} open (limit ${poolSize})`}
                <PoolMeter size={poolSize} total={totalCount} idle={idleCount} />
              </span>
            ),
            Idle: String(idleCount),
            "Requests queued": String(waitingCount),
            ...(health.spool && { "Waiting on disk": `${formatNumber(health.spool.waiting)} deliveries` }),
            ...(health.ok && health.standby && { Standby: standbyWords(health.standby) }),
            Archive: health.ok && health.archive,
            Worker: workers && <WorkerState {...workers} />,
          }}
        />
      </div>
    </Card>
  );
}

function verdict(isReachable: boolean, workers: Props["workers"], live: LiveState): [tone: Tone, word: string] {
  if (live === "lost") return ["warn", "Unknown"];
  if (!isReachable) return ["bad", "Unhealthy"];
  return workers?.running === 0 ? ["bad", "No worker"] : ["ok", "Healthy"];
}

function standbyWords({ lagSeconds }: { lagSeconds: number | null }): string {
  if (lagSeconds === null) return "Does not answer, so pages use the primary";
  return lagSeconds < 1 ? "Less than a second behind" : `${formatNumber(Math.round(lagSeconds))} s behind`;
}

function WorkerState({ running, last_beat_at }: Attention["workers"]) {
  if (running > 0) return running === 1 ? "Running" : `${formatNumber(running)} running`;
  if (last_beat_at === null) return "Never seen";
  return (
    <>
      Not running, last seen <Time at={last_beat_at} show="relative" />
    </>
  );
}

/** Anyone who gets hold of such a role can do more than the portal does. */
function OwnerNote() {
  return (
    <span>
      Owns the tables, so it can change the audit log. Set{" "}
      <code className="font-mono text-xs">MIGRATION_DATABASE_URL</code> to separate the two.
    </span>
  );
}

/** A mark for each possible connection: full for a busy one, pale for an idle one, empty for none. */
function PoolMeter({ size, total, idle }: { size: number; total: number; idle: number }) {
  const fill = (place: number) =>
    place < total - idle ? "fill-accent" : place < total ? "fill-accent/35" : "fill-muted-wash";
  return (
    <svg viewBox={`0 0 ${size * 8} 10`} className="h-2.5 max-w-40" aria-hidden="true">
      {Array.from({ length: size }, (_, place) => place).map((place) => (
        <rect key={place} x={place * 8} width="6" height="10" rx="1.5" className={fill(place)} />
      ))}
    </svg>
  );
}
