import type { User } from "#app/db/people/users.server.ts";
import { Badge } from "#app/ui/badges.tsx";
import { Email } from "#app/ui/email.tsx";
import { TextLink } from "#app/ui/links.tsx";
import { DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

/** The people of the portal, with links to their pages. */
export function PeopleTable({ people }: { people: User[] }) {
  return (
    <DataTable
      caption="People who can sign in"
      rows={people}
      rowKey={(person) => person.id}
      columns={[
        {
          header: "Name",
          isText: true,
          cell: ({ id, name }) => <TextLink to={`/admin/super/people/${id}`}>{name}</TextLink>,
        },
        { header: "E-mail", isText: true, cell: ({ email }) => <Email address={email} /> },
        {
          header: "Role",
          isText: true,
          cell: ({ role, campaigns }) => (
            <>
              {role}
              {role === "listener" && (
                <span className="block max-w-48 text-xs text-ink-faint">{campaigns.join(", ")}</span>
              )}
            </>
          ),
        },
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
