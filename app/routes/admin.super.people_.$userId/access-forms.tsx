import { Form } from "@remix-run/react";
import type { User } from "#app/db/people/users.server.ts";
import { Button, type ButtonLook } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";

type Choice = { intent: string; label: string; effect: string; look?: ButtonLook };

function choicesFor({ is_disabled, is_invited }: User): Choice[] {
  const access = is_disabled
    ? { intent: "enable", label: "Enable", effect: "They can sign in again." }
    : { intent: "disable", label: "Disable", effect: "Their sessions end at once, and they cannot sign in." };
  return [
    ...(is_disabled
      ? []
      : [
          {
            intent: "invite",
            label: is_invited ? "New invitation link" : "Password reset link",
            effect: "Earlier links stop working. The password changes when the link is used.",
          },
          { intent: "sign-out", label: "Sign out everywhere", effect: "Ends all their open sessions." },
        ]),
    access,
    { intent: "remove", label: "Remove", effect: "Their name remains in the audit log only.", look: "danger" },
  ];
}

/** An admin's actions on a person's access, each with its effect. */
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
