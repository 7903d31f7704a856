import { useSearchParams } from "@remix-run/react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Preset, TIME_PRESETS } from "#app/lib/time-presets.ts";
import { Select } from "#app/ui/fields.tsx";
import { TimeFields, ZoneOfTimes } from "#app/ui/time-fields.tsx";

type Choice = readonly [value: string, label: string];

export const testChoices: Choice[] = [
  ["no", "Real"],
  ["yes", "Test"],
];

/** Filter choices from a table of badges, such as outcomes. */
export function labelled(badges: Record<string, { label: string }>): Choice[] {
  return Object.entries(badges).map(([value, { label }]) => [value, label]);
}

type FilterSelectProps = {
  label: string;
  name: string;
  className: string;
  any?: string;
  choices: readonly Choice[];
  /** Offer the value from the URL even if no row has it. */
  keepsAsked?: boolean;
};

/** A select of a filter, set from the URL. `any` is the label of "no filter". */
export function FilterSelect({ label, name, className, any = "All", choices, keepsAsked = false }: FilterSelectProps) {
  const [query] = useSearchParams();
  const asked = query.get(name) ?? "";
  const isMissing = keepsAsked && asked !== "" && choices.every(([value]) => value !== asked);
  return (
    <Select label={label} className={className} name={name} defaultValue={asked}>
      <option value="">{any}</option>
      {isMissing && <option value={asked}>{asked}</option>}
      {choices.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </Select>
  );
}

type MoreFiltersProps = {
  /** The fields inside. If the URL sets one of them, all are shown. */
  names: string[];
  children: ReactNode;
};

/** Rarely used filters, folded away. A folded filter is still sent. */
export function MoreFilters({ names, children }: MoreFiltersProps) {
  const [query] = useSearchParams();
  return (
    <details className="group contents" open={names.some((name) => query.get(name))}>
      <summary className="inline-flex h-9 cursor-pointer items-center rounded-md px-2 text-sm text-ink-soft hover:bg-sunken hover:text-ink md:h-8">
        <span className="group-open:hidden">More filters</span>
        <span className="hidden group-open:inline">Fewer filters</span>
      </summary>
      <div className="flex flex-wrap items-end gap-2">{children}</div>
    </details>
  );
}

/** The period of a list: presets, and for "Custom" its two ends. `usual`: what is shown if nothing is picked; "" for all. */
export function RangeFields({ label = "When", usual = "" }: { label?: string; usual?: Preset | "" }) {
  const [query] = useSearchParams();
  const isCustom = query.get("from") || query.get("to");
  const asked = query.get("range") || (isCustom ? "custom" : usual);
  const [range, setRange] = useState(asked);
  const field = useRef<HTMLSpanElement>(null);
  // Somebody may have picked a period before this script ran.
  useEffect(() => setRange(field.current?.querySelector("select")?.value ?? ""), []);
  return (
    <>
      <span ref={field} className="contents">
        <Select
          label={label}
          className="w-36"
          name="range"
          defaultValue={asked}
          onChange={({ currentTarget }) => setRange(currentTarget.value)}
        >
          {usual === "" && <option value="">Any time</option>}
          {Object.entries(TIME_PRESETS).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
          <option value="custom">Custom</option>
        </Select>
      </span>
      {range === "custom" ? <TimeFields /> : <ZoneOfTimes />}
    </>
  );
}

/** The period of the figures. `spanQuery` reads these fields. */
export function SpanFields() {
  return (
    <>
      <RangeFields usual="last-30-days" />
      <MoreFilters names={["test"]}>
        <FilterSelect label="Data" className="w-28" name="test" choices={testChoices} />
      </MoreFilters>
    </>
  );
}
