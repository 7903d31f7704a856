import type { CustodyStep } from "#app/db/evidence/custody.server.ts";
import { formatBytes, formatMilliseconds } from "#app/lib/format-number.ts";
import { Card } from "#app/ui/cards.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { Time } from "#app/ui/time.tsx";

/** A step, with itself and what came of it in words. */
type WordedStep = CustodyStep & { words: string; result: string | null };

/** The chain of custody: what happened to the call's recordings, in the order of time. */
export function CustodyCard({ steps }: { steps: WordedStep[] }) {
  if (!steps.some(({ recording }) => recording !== null)) return null;
  return (
    <Card title="Chain of custody" className="mt-4">
      <ol className="grid gap-2 text-sm">
        {steps.map((step, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no key of their own, and never move
          <li key={place} className="grid gap-x-4 md:grid-cols-[14rem_1fr]">
            <span className="text-ink-faint">
              <Time at={step.at} show="both" />
            </span>
            <span className="min-w-0">
              <Step step={step} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Step({ step: { what, words, outcome, result, recording, status, bytes, ms, by } }: { step: WordedStep }) {
  const facts = [
    what !== "delivery" && result,
    status !== null && `status ${status}`,
    bytes !== null && formatBytes(bytes),
    ms !== null && formatMilliseconds(ms),
    by !== null && `by ${by}`,
  ].filter(Boolean);
  return (
    <>
      {what === "delivery" && outcome !== null ? (
        <TextLink to={`/admin/super/webhook-logs/${outcome}`}>{words}</TextLink>
      ) : (
        words
      )}
      {recording !== null && recording > 1 && ` (recording ${recording})`}
      {facts.length > 0 && <span className="text-ink-soft">: {facts.join(", ")}</span>}
    </>
  );
}
