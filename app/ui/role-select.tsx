import { ROLES, type Role } from "#app/lib/roles.ts";
import { Select } from "#app/ui/field.tsx";

const ABILITIES: Record<Role, string> = {
  viewer: "viewer: reads",
  operator: "operator: also sends tests, exports, fetches again",
  admin: "admin: everything, people too",
};

/** The choice of a role, in a form as `role`. */
export function RoleSelect({ selected }: { selected: Role }) {
  return (
    <Select label="Role" name="role" defaultValue={selected}>
      {ROLES.map((value) => (
        <option key={value} value={value}>
          {ABILITIES[value]}
        </option>
      ))}
    </Select>
  );
}
