import type { User } from "#app/db/users.server.ts";
import { Badge } from "#app/ui/badge.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { TextLink } from "#app/ui/text-link.tsx";
import { Time } from "#app/ui/time.tsx";

/** Who may enter, with a link to each person's page. */
export function PeopleTable({ people }: { people: User[] }) {
  return (
    <DataTable
      caption="Who may enter the portal"
      rows={people}
      rowKey={(person) => person.id}
      columns={[
        { header: "Name", cell: ({ id, name }) => <TextLink to={`/admin/super/people/${id}`}>{name}</TextLink> },
        { header: "E-mail", cell: ({ email }) => <span className="break-all">{email}</span> },
        { header: "Role", cell: ({ role }) => role },
        { header: "Access", cell: (person) => <AccessBadge person={person} /> },
        {
          header: "Last sign-in",
          cell: ({ last_sign_in_at: at }) => at && <Time at={at} show="relative" />,
        },
      ]}
    />
  );
}

function AccessBadge({ person }: { person: User }) {
  if (person.is_disabled) return <Badge tone="bad">Disabled</Badge>;
  if (person.is_invited) return <Badge tone="warn">Invited</Badge>;
  return <Badge tone="ok">Active</Badge>;
}
