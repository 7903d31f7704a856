import type { Stage } from "#app/db/dispositions/dispositions.server.ts";
import { stages } from "#app/ui/badges.tsx";
import { Select } from "#app/ui/fields.tsx";

type Props = { label: string; defaultValue: Stage; className?: string };

/** A select for the meaning of a code. */
export function StageSelect({ label, defaultValue, className }: Props) {
  return (
    <Select label={label} name="stage" defaultValue={defaultValue} className={className}>
      {Object.entries(stages).map(([stage, { label: words }]) => (
        <option key={stage} value={stage}>
          {words}
        </option>
      ))}
    </Select>
  );
}
