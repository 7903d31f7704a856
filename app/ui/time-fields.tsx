import { useSearchParams } from "@remix-run/react";
import { toInputValue } from "#app/lib/zoned-input.ts";
import { useClock } from "#app/ui/clock.tsx";
import { Input } from "#app/ui/field.tsx";

const edges = [
  { name: "from", label: "From", edge: "start" },
  { name: "to", label: "Until", edge: "end" },
] as const;

/** The two ends of a span of time in a filter, in the zone that times are shown in; `timeField` reads what they send. */
export function TimeFields() {
  const [query] = useSearchParams();
  const { timeZone } = useClock();
  return edges.map(({ name, label, edge }) => (
    <Input
      key={name}
      type="datetime-local"
      step="any" // links bring seconds, which the browser would otherwise refuse to send
      label={label}
      className="w-48"
      name={name}
      defaultValue={toInputValue(query.get(name) ?? "", timeZone, edge)}
    />
  ));
}
