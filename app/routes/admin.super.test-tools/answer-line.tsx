import { formatMilliseconds } from "#app/lib/format-number.ts";
import { Badge, OutcomeBadge } from "#app/ui/badges.tsx";
import type { SentOnce } from "./send-and-show.server.ts";

/** The answer to a test delivery in one line, short enough for a screen reader to announce. */
export function AnswerLine({ sent: { answer, outcome } }: { sent: SentOnce }) {
  const isGood = answer.status >= 200 && answer.status < 300;
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2 border-t border-line pt-4 text-sm">
      <h3 className="font-semibold">Answer</h3>
      <Badge tone={isGood ? "ok" : "bad"}>{answer.status === 0 ? "No answer" : `HTTP ${answer.status}`}</Badge>
      {outcome !== null && <OutcomeBadge outcome={outcome} />}
      <span className="text-ink-soft">in {formatMilliseconds(answer.milliseconds)}</span>
    </div>
  );
}
