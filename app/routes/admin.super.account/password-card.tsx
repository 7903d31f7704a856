import { Form } from "@remix-run/react";
import { Button } from "#app/ui/buttons.tsx";
import { Card } from "#app/ui/cards.tsx";
import { Input } from "#app/ui/fields.tsx";

/** A form to change the password, or where it is managed. */
export function PasswordCard({ isNamed, hasPassword }: { isNamed: boolean; hasPassword: boolean }) {
  return (
    <Card title="Password">
      {hasPassword ? (
        <Form method="post" className="grid gap-4">
          <input type="hidden" name="intent" value="password" />
          <Input label="Current password" name="current" type="password" autoComplete="current-password" required />
          <Input
            label="New password"
            name="next"
            type="password"
            autoComplete="new-password"
            minLength={12}
            most={200}
            hint="At least 12 characters. Your other sessions end."
            required
          />
          <div>
            <Button look="primary">Change the password</Button>
          </div>
        </Form>
      ) : (
        <p className="text-sm text-ink-soft">
          {isNamed
            ? "You sign in through your identity provider, which manages your password."
            : "This is the built-in admin. Its password is ADMIN_PASSWORD on the server. For an account of your own, invite yourself under People."}
        </p>
      )}
    </Card>
  );
}
