import type { SpoolState } from "#app/features/health/get-spool-state.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Badge } from "#app/ui/badge.tsx";
import { Facts } from "#app/ui/facts.tsx";

/** What happens to the deliveries of meanwhile. Only figures: whoever looks cannot be known without the database. */
export function DatabaseAway({ spool }: { spool: SpoolState }) {
  const { waiting, bytes, limitBytes, damagedFiles, fault } = spool;
  const percent = Math.min(100, Math.ceil((bytes / limitBytes) * 100));
  return (
    <div className="mt-3 grid gap-3 text-sm">
      <p>
        {fault === null ? (
          <>
            <Badge tone="warn">Kept</Badge> Deliveries are kept on this server's disk, and stored when the database is
            back.
          </>
        ) : (
          <>
            <Badge tone="bad">Refused</Badge> Deliveries are answered with 503. {fault}
          </>
        )}
      </p>
      <Facts
        facts={{
          "Waiting in the spool": waiting === 1 ? "1 delivery" : `${formatNumber(waiting)} deliveries`,
          "Room used": `${percent} %`,
          ...(damagedFiles > 0 && { "Damaged files": formatNumber(damagedFiles) }),
        }}
      />
    </div>
  );
}
