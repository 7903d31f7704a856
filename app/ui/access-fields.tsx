import { ROLES, type Role } from "#app/lib/roles.ts";
import { Select } from "#app/ui/fields.tsx";

const ABILITIES: Record<Role, string> = {
  viewer: "Viewer: read only, personal data hidden",
  listener: "Listener: viewer rights, plus the recordings of chosen campaigns",
  operator: "Operator: listen, export, replay; cannot delete",
  admin: "Admin: everything, including people and erasure",
};

type Props = { selected: Role; chosen: readonly string[]; campaigns: readonly string[] };

/**
 * A role, sent as `role`, and for a listener the campaigns, sent as `campaigns`. The form around it is a `group`: the
 * campaigns appear when a listener is picked.
 */
export function AccessFields({ selected, chosen, campaigns }: Props) {
  const all = [...new Set([...chosen, ...campaigns])];
  return (
    <>
      <Select label="Role" name="role" defaultValue={selected}>
        {ROLES.map((value) => (
          <option key={value} value={value}>
            {ABILITIES[value]}
          </option>
        ))}
      </Select>
      <fieldset className="hidden group-has-[option[value=listener]:checked]:block">
        <legend className="mb-1 text-xs font-medium text-ink-soft">Campaigns with full details and recordings</legend>
        <div className="grid max-h-60 gap-1.5 overflow-y-auto rounded-md border border-line p-2.5">
          {all.length === 0 && (
            <p className="text-sm text-ink-soft">No campaign yet. A campaign appears here after its first call.</p>
          )}
          {all.map((campaign) => (
            <label key={campaign} className="flex items-center gap-2 text-sm">
              <input
                type="checkbox"
                name="campaigns"
                value={campaign}
                defaultChecked={chosen.includes(campaign)}
                className="size-4 shrink-0"
              />
              {campaign}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
