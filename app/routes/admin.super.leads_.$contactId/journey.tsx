import { Link, useSearchParams } from "@remix-run/react";
import type { JourneyOrder } from "#app/db/leads/lead-journey.server.ts";
import { formatClock, formatDay, formatFullTime } from "#app/lib/format-time.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState } from "#app/ui/cards.tsx";
import { useClock } from "#app/ui/time.tsx";
import { CallStep } from "./call-step.tsx";
import { DeliveryStep } from "./delivery-step.tsx";
import { NoteStep } from "./note-step.tsx";
import type { Milestones, ShownStep } from "./read-journey.server.ts";

type Props = {
  steps: ShownStep[];
  milestones: Milestones;
  order: JourneyOrder;
  past: string | undefined;
  next: string | null;
};

/** Everything that happened with the lead, in time order, by day. */
export function Journey({ steps, milestones, order, past, next }: Props) {
  const [query] = useSearchParams();
  const { timeZone, hours } = useClock();
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
        <EmptyState title="No history is left of this lead">
          Its deliveries were erased, and it has no calls.
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
                  title={formatFullTime(step.at, timeZone, hours)}
                  className="text-sm text-ink-faint"
                >
                  {formatClock(step.at, timeZone, hours)}
                </time>
                {step.kind === "call" ? (
                  <CallStep call={step.call} stage={step.stage} listeners={step.listeners} milestones={milestones} />
                ) : step.kind === "note" ? (
                  <NoteStep note={step.note} />
                ) : (
                  <DeliveryStep event={step.event} changes={step.changes} />
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

/** Groups the steps by day. */
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
