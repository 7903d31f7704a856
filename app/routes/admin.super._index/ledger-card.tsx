import type { LedgerPart } from "#app/lib/ledger-line.ts";
import { Card } from "#app/ui/cards.tsx";
import { LedgerLine } from "#app/ui/ledger-line.tsx";
import { TextLink } from "#app/ui/links.tsx";

/** `failure`: why Convoso could not be asked the last time, or null. */
export type LedgerTile = { line: LedgerPart[]; failure: string | null };

/** Whether calls are missing, in one line. */
export function LedgerCard({ ledger }: { ledger: LedgerTile | null }) {
  return (
    <Card title="Ledger" action={<TextLink to="/admin/super/ledger">Calendar</TextLink>}>
      {ledger === null ? (
        <p className="text-sm text-ink-soft">Unknown while the database is unreachable.</p>
      ) : (
        <div className="grid gap-1 text-sm">
          <p>
            <LedgerLine parts={ledger.line} />
          </p>
          {ledger.failure !== null && <p className="text-ink-soft">The last request failed: {ledger.failure}</p>}
        </div>
      )}
    </Card>
  );
}
