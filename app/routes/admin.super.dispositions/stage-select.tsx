import type { Stage } from "#app/db/dispositions.server.ts";
import { Select } from "#app/ui/field.tsx";
import { stages } from "#app/ui/stage-badge.tsx";

type Props = { label: string; defaultValue: Stage; className?: string };

/** The choice of what a code means. */
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
