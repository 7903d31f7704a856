import { classNames } from "#app/lib/class-names.ts";
import { Select } from "#app/ui/fields.tsx";

export type Choices = { group: string; fields: [string, string][] }[];

type Line = { key: string; meaning: string; usual?: string | null };

const IGNORED = "ignored";
const IGNORED_WORDS = "Ignored: other field";

function usualWords({ usual }: Line): string {
  if (usual === undefined) return "Choose…";
  return usual === null ? "Default: other field" : `Default: ${usual}`;
}

/** What is chosen for a key, in words. */
export function meaningWords(line: Line, choices: Choices): string {
  if (line.meaning === "") return usualWords(line);
  if (line.meaning === IGNORED) return IGNORED_WORDS;
  const found = choices.flatMap(({ fields }) => fields).find(([field]) => field === line.meaning);
  return found?.[1] ?? line.meaning;
}

type Props = { name: string; label?: string; line: Line; choices: Choices; className?: string };

/** The choice of what a key means. */
export function MeaningSelect({ name, label, line, choices, className }: Props) {
  const isKnown = ["", IGNORED, ...choices.flatMap(({ fields }) => fields.map(([field]) => field))].includes(
    line.meaning,
  );
  return (
    <Select
      label={label ?? `What “${line.key}” means`}
      name={name}
      defaultValue={line.meaning}
      className={classNames(label === undefined && "[&>label]:sr-only", className)}
    >
      <option value="">{usualWords(line)}</option>
      <option value={IGNORED}>{IGNORED_WORDS}</option>
      {!isKnown && <option value={line.meaning}>{line.meaning}</option>}
      {choices.map(({ group, fields }) => (
        <optgroup key={group} label={group}>
          {fields.map(([field, words]) => (
            <option key={field} value={field}>
              {words}
            </option>
          ))}
        </optgroup>
      ))}
    </Select>
  );
}
