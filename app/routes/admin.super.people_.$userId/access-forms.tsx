import { Form } from "@remix-run/react";
import type { User } from "#app/db/users.server.ts";
import { Button } from "#app/ui/button.tsx";
import type { ButtonLook } from "#app/ui/button-class.ts";
import { Card } from "#app/ui/card.tsx";

type Choice = { intent: string; label: string; effect: string; look?: ButtonLook };

function choicesFor({ is_disabled, is_invited }: User): Choice[] {
  const access = is_disabled
    ? { intent: "enable", label: "Enable", effect: "They may enter again." }
    : { intent: "disable", label: "Disable", effect: "Their sessions end at once, and they cannot sign in." };
  return [
    ...(is_disabled
      ? []
      : [
          {
            intent: "invite",
            label: is_invited ? "New invitation link" : "New link for another password",
            effect: "Earlier links end. The password changes when the link is used.",
          },
          { intent: "sign-out", label: "Sign out everywhere", effect: "Ends every open session of theirs." },
        ]),
    access,
    { intent: "remove", label: "Remove", effect: "Their name stays in the audit, and nowhere else.", look: "danger" },
  ];
}

/** What an admin can do about somebody's access: a button and its effect each. */
export function AccessForms({ user }: { user: User }) {
  return (
    <Card title="Access">
      <div className="grid gap-4">
        {choicesFor(user).map(({ intent, label, effect, look }) => (
          <Form key={intent} method="post" className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Button name="intent" value={intent} look={look}>
              {label}
            </Button>
            <p className="text-sm text-ink-soft">{effect}</p>
          </Form>
        ))}
      </div>
    </Card>
  );
}
