import type { Affected } from "#app/features/field-map/count-affected.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { DRAFT } from "./draft-form.tsx";

type Props = { endpoint: string; version: number; affected: Affected[] };

/** Offers to replay what came before a version, so that it is read with it, too. */
export function AffectedCard({ endpoint, version, affected }: Props) {
  return (
    <Card title={`Read earlier deliveries with version ${version}`} id="replay">
      <div className="grid gap-3 text-sm">
        <p className="text-ink-soft">
          A replay reads them again and adds what the new map finds. It does not remove what an earlier map wrote, and
          it does not move a call to another id: it adds a new call and leaves the old one. A dry run shows the changes
          first.
        </p>
        <ul className="grid gap-2">
          {affected.map(({ key, search, count, isMore }) => {
            const query = new URLSearchParams({ all: "", type: endpoint, search });
            const number = howMany(count, isMore);
            return (
              <li key={key} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span>
                  <code className="font-mono text-xs break-all">{key}</code>:{" "}
                  {count === 0 && !isMore
                    ? "no delivery has it."
                    : `${number} ${count === 1 && !isMore ? "delivery has" : "deliveries have"} it.`}
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

/** Saves the draft, and replays what it reads differently. A replay adds what the map finds, and takes nothing back. */
export function RepairButton({ affected }: { affected: Affected[] }) {
  const count = affected.reduce((sum, one) => sum + one.count, 0);
  const isMore = affected.some((one) => one.isMore);
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line p-4 text-sm">
      <Button form={DRAFT} look="primary" name="intent" value="repair">
        Save, and replay {howMany(count, isMore)} {count === 1 && !isMore ? "delivery" : "deliveries"}
      </Button>
      <p className="text-ink-soft">The replay adds what the map finds. It takes nothing back.</p>
    </div>
  );
}

const howMany = (count: number, isMore: boolean) => `${isMore ? "at least " : ""}${formatNumber(count)}`;
