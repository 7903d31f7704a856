import { Link, useSearchParams } from "@remix-run/react";
import type { JourneyOrder } from "#app/db/lead-journey.server.ts";
import { formatClock, formatDay, formatFullTime } from "#app/lib/format-time.ts";
import { Card } from "#app/ui/card.tsx";
import { useClock } from "#app/ui/clock.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { CallStep } from "./call-step.tsx";
import { DeliveryStep } from "./delivery-step.tsx";
import type { Milestones, ShownStep } from "./read-journey.server.ts";

type Props = {
  steps: ShownStep[];
  milestones: Milestones;
  order: JourneyOrder;
  past: string | undefined;
  next: string | null;
};

/** Everything that happened with the lead, on one line of time, by days. */
export function Journey({ steps, milestones, order, past, next }: Props) {
  const [query] = useSearchParams();
  const { timeZone } = useClock();
  const at = (changes: Record<string, string>) => {
    const wanted = new URLSearchParams({ ...Object.fromEntries(query), ...changes });
    if (!("past" in changes)) wanted.delete("past");
    return `?${wanted}#journey`;
  };
  const other = order === "newest" ? "oldest" : "newest";
  const days = byDay(steps, timeZone);
  return (
    <Card
      id="journey"
      title="Journey"
      className="mt-4"
      action={
        <Link to={at({ order: other })} className="text-sm text-ink-soft hover:text-ink" rel="nofollow">
          {other === "oldest" ? "Oldest first" : "Newest first"}
        </Link>
      }
    >
      {steps.length === 0 && (
        <EmptyState title="Nothing is kept of what happened with this lead">
          Its deliveries were erased, and no call is with it.
        </EmptyState>
      )}
      {past !== undefined && (
        <LinkButton to={at({})} className="mb-4">
          {order === "newest" ? "From the newest" : "From the oldest"}
        </LinkButton>
      )}
      {days.map(({ day, steps: ofDay }) => (
        <section key={day} className="mb-5 last:mb-0">
          <h3 className="mb-2 text-xs font-medium text-ink-soft">{day}</h3>
          <ol className="border-s border-line">
            {ofDay.map((step) => (
              <li key={step.cursor} className="relative grid gap-x-4 ps-4 pb-4 last:pb-0 sm:grid-cols-[4.5rem_1fr]">
                <span
                  aria-hidden="true"
                  className={`absolute -start-[4.5px] top-1.5 size-2 rounded-full ${step.kind === "call" ? "bg-accent" : "bg-line-strong"}`}
                />
                <time
                  dateTime={step.at.toISOString()}
                  title={formatFullTime(step.at, timeZone)}
                  className="text-sm text-ink-faint"
                >
                  {formatClock(step.at, timeZone)}
                </time>
                {step.kind === "call" ? (
                  <CallStep call={step.call} stage={step.stage} milestones={milestones} />
                ) : (
                  <DeliveryStep event={step.event} />
                )}
              </li>
            ))}
          </ol>
        </section>
      ))}
      {next !== null && (
        <LinkButton to={at({ past: next })} rel="next" className="mt-4">
          {order === "newest" ? "Earlier…" : "Later…"}
        </LinkButton>
      )}
    </Card>
  );
}

/** Steps in their order, those of one day together. */
function byDay(steps: ShownStep[], timeZone: string): { day: string; steps: ShownStep[] }[] {
  const days: { day: string; steps: ShownStep[] }[] = [];
  for (const step of steps) {
    const day = formatDay(step.at, timeZone);
    const last = days.at(-1);
    if (last?.day === day) last.steps.push(step);
    else days.push({ day, steps: [step] });
  }
  return days;
}
