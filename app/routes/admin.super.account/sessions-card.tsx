import { Form } from "@remix-run/react";
import type { AdminSession } from "#app/db/people/admin-sessions.server.ts";
import { Badge } from "#app/ui/badges.tsx";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { DataTable } from "#app/ui/tables.tsx";
import { Time } from "#app/ui/time.tsx";

/** A person's open sessions. */
export function SessionsCard({ sessions }: { sessions: AdminSession[] }) {
  const hasOthers = sessions.length > 1;
  return (
    <Card
      title="Where you are signed in"
      flush
      action={
        hasOthers && (
          <Form method="post">
            <Button name="intent" value="sign-out">
              Sign out everywhere else
            </Button>
          </Form>
        )
      }
    >
      <DataTable
        caption="Your open sessions"
        rows={sessions}
        rowKey={(session) => session.created_at.toISOString()}
        columns={[
          {
            header: "Browser",
            isText: true,
            cell: ({ user_agent }) => user_agent ?? "unknown",
          },
          { header: "Address", cell: ({ source_address }) => source_address },
          { header: "Since", cell: ({ created_at }) => <Time at={created_at} /> },
          {
            header: "Last seen",
            cell: ({ last_seen_at, is_current }) =>
              is_current ? <Badge tone="ok">This browser</Badge> : <Time at={last_seen_at} show="relative" />,
          },
        ]}
      />
    </Card>
  );
}
