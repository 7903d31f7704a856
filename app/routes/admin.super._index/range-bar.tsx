import { Form, Link } from "@remix-run/react";
import type { RangeQuery } from "#app/http/range-query.server.ts";
import { classNames } from "#app/lib/class-names.ts";
import { TIME_PRESETS } from "#app/lib/time-presets.ts";
import { Button } from "#app/ui/buttons.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { useClock } from "#app/ui/time.tsx";
import { TimeFields } from "#app/ui/time-fields.tsx";

type Props = {
  query: RangeQuery;
  /** A custom range as typed, to show it again if it is invalid. */
  typed: { from: string | null; to: string | null };
  words: string | null;
  /** The period has only test data, so test data is included. */
  isTestOnly: boolean;
};

/** The period of the figures. It consists of links and one form, so it works without JavaScript. */
export function RangeBar({ query, typed, words, isTestOnly }: Props) {
  const { range, withTest, faults } = query;
  const address = (params: Record<string, string>) =>
    `?${new URLSearchParams({ ...params, ...(withTest && { test: "yes" }) })}`;
  const { timeZone } = useClock();
  const own = { range: "custom", from: query.span.from.toISOString(), to: query.span.to.toISOString() };
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <nav aria-label="Range" className="flex max-w-full flex-wrap rounded-md border border-line bg-surface p-0.5">
          {Object.entries(TIME_PRESETS).map(([name, label]) => (
            <Choice key={name} to={address({ range: name, zone: timeZone })} isChosen={range === name}>
              {label}
            </Choice>
          ))}
          <Choice to={address(own)} isChosen={range === "custom"}>
            Custom
          </Choice>
        </nav>
        {words !== null && <p className="text-sm text-ink-soft">{words}</p>}
        {isTestOnly ? (
          <p className="ms-auto text-sm text-ink-soft">Only test data in this period</p>
        ) : (
          <Link
            to={`?${new URLSearchParams({ ...(range === "custom" ? own : { range, zone: timeZone }), ...(!withTest && { test: "yes" }) })}`}
            preventScrollReset
            className="ms-auto text-sm text-ink-soft underline print:hidden decoration-line-strong underline-offset-4 hover:text-ink"
          >
            {withTest ? "Exclude test data" : "Include test data"}
          </Link>
        )}
      </div>
      {faults.range !== undefined && (
        <Notice tone="warn" title="Some filters were ignored" role="status">
          {faults.range} The page shows the last day.
        </Notice>
      )}
      {range === "custom" && <CustomForm {...{ query, typed }} />}
    </div>
  );
}

function Choice({ to, isChosen, children }: { to: string; isChosen: boolean; children: string }) {
  return (
    <Link
      to={to}
      preventScrollReset
      aria-current={isChosen ? "true" : undefined}
      className={classNames(
        "rounded-sm px-2.5 py-1.5 text-sm font-medium whitespace-nowrap md:py-1",
        isChosen ? "bg-accent-wash text-accent" : "text-ink-soft hover:bg-sunken hover:text-ink",
      )}
    >
      {children}
    </Link>
  );
}

function CustomForm({ query: { withTest, faults }, typed }: Pick<Props, "query" | "typed">) {
  const { timeZone } = useClock();
  const isFaulty = faults.from !== undefined || faults.to !== undefined;
  return (
    <Form
      key={`${typed.from} ${typed.to}`}
      method="get"
      preventScrollReset
      aria-label="Custom range"
      className="flex flex-wrap items-start gap-2"
    >
      <input type="hidden" name="range" value="custom" />
      <TimeFields errors={faults} />
      {withTest && <input type="hidden" name="test" value="yes" />}
      <Button className="mt-5.5">Show</Button>
      <p className="w-full text-xs text-ink-faint">
        {isFaulty ? "The page shows the last day. " : "Rounded to 15 minutes. "}
        Times are in {timeZone}.
      </p>
    </Form>
  );
}
