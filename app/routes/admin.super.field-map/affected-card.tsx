import type { Affected } from "#app/features/field-map/count-affected.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";

type Props = { endpoint: string; version: number; affected: Affected[] };

/** Offers to replay what came before a version, so that it is read with it, too. */
export function AffectedCard({ endpoint, version, affected }: Props) {
  return (
    <Card title={`Read earlier deliveries with version ${version}`} id="replay">
      <div className="grid gap-3 text-sm">
        <p className="text-ink-soft">
          A replay reads them again and adds what the new map finds. It does not take back what an earlier map wrote. A
          dry run comes first.
        </p>
        <ul className="grid gap-2">
          {affected.map(({ key, search, count, isMore }) => {
            const query = new URLSearchParams({ all: "", type: endpoint, search });
            const number = `${isMore ? "at least " : ""}${formatNumber(count)}`;
            return (
              <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span>
                  <code className="font-mono text-xs break-all">{key}</code>:{" "}
                  {count === 0 && !isMore
                    ? "no delivery holds it."
                    : `${number} ${count === 1 && !isMore ? "delivery holds" : "deliveries hold"} it.`}
                </span>
                {(count > 0 || isMore) && (
                  <LinkButton to={`/admin/super/replays/new?${query}`}>Replay {number}…</LinkButton>
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </Card>
  );
}
