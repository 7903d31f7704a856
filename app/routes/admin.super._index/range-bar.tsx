import { Form, Link } from "@remix-run/react";
import type { RangeQuery } from "#app/http/range-query.server.ts";
import { classNames } from "#app/lib/class-names.ts";
import { toInputValue, toZonedInput } from "#app/lib/zoned-input.ts";
import { Button } from "#app/ui/button.tsx";
import { useClock } from "#app/ui/clock.tsx";
import { Input } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";

const presets = [
  ["hour", "Hour"],
  ["day", "Day"],
  ["week", "Week"],
  ["month", "Month"],
] as const;

type Props = {
  query: RangeQuery;
  /** What the URL says of a span of one's own, to be shown again where it makes no sense. */
  typed: { from: string | null; to: string | null };
  words: string | null;
  /** Nothing but test data came in the span, so it is shown unasked. */
  isTestOnly: boolean;
};

/** Which span of time the figures are about. All of it is links and one form, so it works without JavaScript. */
export function RangeBar({ query, typed, words, isTestOnly }: Props) {
  const { range, withTest, faults } = query;
  const address = (params: Record<string, string>) =>
    `?${new URLSearchParams({ ...params, ...(withTest && { test: "yes" }) })}`;
  const own = { from: query.span.from.toISOString(), to: query.span.to.toISOString() };
  return (
    <div className="mb-4 grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <nav aria-label="Range" className="inline-flex rounded-md border border-line bg-surface p-0.5">
          {presets.map(([name, label]) => (
            <Choice key={name} to={address({ range: name })} isChosen={range === name}>
              {label}
            </Choice>
          ))}
          <Choice to={address(own)} isChosen={range === "custom"}>
            Custom
          </Choice>
        </nav>
        {words !== null && <p className="text-sm text-ink-soft">{words}</p>}
        {isTestOnly ? (
          <p className="ms-auto text-sm text-ink-soft">Only test data came in this time</p>
        ) : (
          <Link
            to={`?${new URLSearchParams({ ...(range === "custom" ? own : { range }), ...(!withTest && { test: "yes" }) })}`}
            preventScrollReset
            className="ms-auto text-sm text-ink-soft underline decoration-line-strong underline-offset-4 hover:text-ink"
          >
            {withTest ? "Leave test data out" : "Count test data, too"}
          </Link>
        )}
      </div>
      {faults.range !== undefined && (
        <Notice tone="warn" title="A part of this address was not understood" role="status">
          {faults.range} This is the last day.
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
        "rounded-sm px-3 py-1.5 text-sm font-medium md:py-1",
        isChosen ? "bg-accent-wash text-accent" : "text-ink-soft hover:bg-sunken hover:text-ink",
      )}
    >
      {children}
    </Link>
  );
}

function CustomForm({ query: { span, withTest, faults }, typed }: Pick<Props, "query" | "typed">) {
  const { timeZone } = useClock();
  const isFaulty = faults.from !== undefined || faults.to !== undefined;
  const again = (name: "from" | "to") => {
    const text = typed[name] ?? "";
    return faults[name] === undefined ? toInputValue(text, timeZone, name === "from" ? "start" : "end") : text;
  };
  const field = (name: "from" | "to", label: string) => (
    <Input
      // A text that is no time at all cannot be shown by a field for times.
      type={isFaulty && faults[name] !== undefined && typed[name] !== null ? "text" : "datetime-local"}
      {...{ label, name }}
      error={faults[name]}
      className="w-52"
      defaultValue={isFaulty ? again(name) : toZonedInput(span[name], timeZone)}
    />
  );
  return (
    <Form
      key={`${typed.from} ${typed.to}`}
      method="get"
      preventScrollReset
      aria-label="Range of your own"
      className="flex flex-wrap items-start gap-2"
    >
      {field("from", "From")}
      {field("to", "Until")}
      {withTest && <input type="hidden" name="test" value="yes" />}
      <Button className="mt-5.5">Show</Button>
      <p className="w-full text-xs text-ink-faint">
        {isFaulty ? "What you see is the last day. " : "To the full quarters of an hour around it. "}
        Times are in {timeZone}.
      </p>
    </Form>
  );
}
