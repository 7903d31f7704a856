import type { LedgerFix } from "#app/db/ledger/ledger-fixes.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { FIX_WORDS } from "#app/lib/ledger-labels.ts";
import type { FixResult } from "#app/lib/ledger-words.ts";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { ReloadHint, runFacts } from "#app/ui/runs.tsx";

type Props = { fix: LedgerFix; results: readonly { result: FixResult | null; count: number }[] };

/** How far a fix is, and what it came to, each result with a link to its differences. */
export function FixProgress({ fix, results }: Props) {
  const tried = results.flatMap(({ result, count }) => (result === null ? [] : [{ result, count }]));
  const done = tried.reduce((total, { count }) => total + count, 0);
  return (
    <Card title="Progress">
      <div className="grid gap-3">
        <progress
          className="h-2 w-full accent-accent"
          aria-label="Differences tried"
          max={Math.max(fix.differences, 1)}
          value={done}
        />
        <Facts
          facts={{
            "Differences tried": `${formatNumber(done)} of ${formatNumber(fix.differences)}`,
            ...runFacts(fix),
          }}
        />
        {tried.length > 0 && (
          <ul className="grid gap-1.5 text-sm" aria-label="Results">
            {tried.map(({ result, count }) => (
              <li key={result}>
                <TextLink to={`/admin/super/ledger/differences?fix=${fix.id}&result=${result}`}>
                  {formatNumber(count)} {count === 1 ? "difference" : "differences"}
                </TextLink>
                : {FIX_WORDS[result].many}
              </li>
            ))}
          </ul>
        )}
        {fix.state === "running" && <ReloadHint />}
      </div>
    </Card>
  );
}
