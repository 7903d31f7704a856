import { useSearchParams } from "@remix-run/react";
import { Select } from "#app/ui/field.tsx";

type Choice = readonly [value: string, label: string];

export const testChoices: Choice[] = [
  ["no", "Real"],
  ["yes", "Test"],
];

export const sinceChoices: Choice[] = [
  ["1h", "Last hour"],
  ["24h", "Last 24 hours"],
  ["7d", "Last 7 days"],
];

/** The choices that a table of badges offers, such as outcomes or recording states. */
export function labelled(badges: Record<string, { label: string }>): Choice[] {
  return Object.entries(badges).map(([value, { label }]) => [value, label]);
}

type Props = {
  label: string;
  name: string;
  className: string;
  any?: string;
  choices: readonly Choice[];
  /** What the URL asks for stays among the choices, even where no row has it. */
  keepsAsked?: boolean;
};

/** One choice of a filter, set to what the URL asks for; `any` is the choice that filters nothing. */
export function FilterSelect({ label, name, className, any = "All", choices, keepsAsked = false }: Props) {
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
