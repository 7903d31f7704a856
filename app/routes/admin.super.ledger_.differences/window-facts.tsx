import type { LedgerWindow } from "#app/db/ledger/windows.server.ts";
import { formatNumber } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { WindowBadge, WindowCounts } from "#app/ui/ledger.tsx";
import { NextTry, Time } from "#app/ui/time.tsx";

/** What is known of an hour: both counts, when it was compared, and when Convoso is asked again. */
export function WindowFacts({ window }: { window: LedgerWindow | null }) {
  if (window === null) {
    return (
      <Card className="mb-4">
        <Facts facts={{ State: <WindowBadge state="not asked" /> }} />
      </Card>
    );
  }
  return (
    <Card className="mb-4">
      <Facts
        facts={{
          State: <WindowBadge state={window.state} />,
          Calls: window.calls_there !== null && <WindowCounts window={window} />,
          Differences:
            window.open + window.accepted > 0 &&
            `${formatNumber(window.open)} open, ${formatNumber(window.accepted)} accepted`,
          Compared: window.compared_at && <Time at={window.compared_at} show="both" />,
          Why: window.reason,
          "Last request": window.asked_at && <Time at={window.asked_at} show="both" />,
          "Next request":
            window.next_ask_at === null ? (
              window.asked_at !== null && "None: the schedule is complete"
            ) : (
              <NextTry at={window.next_ask_at} show="both" />
            ),
        }}
      />
    </Card>
  );
}
