import { Form } from "@remix-run/react";
import { Button, buttonClass } from "#app/ui/buttons.tsx";
import { Input } from "#app/ui/fields.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { Notice } from "#app/ui/notices.tsx";

type Props = {
  /** The sign-in methods. Without any of them, people use the one-time link that the start printed. */
  options: { hasAdminPassword: boolean; hasUsers: boolean; hasSingleSignOn: boolean };
  next: string;
  /** Of a one-time link, which the button of this card uses. */
  linkToken?: string | null;
  error?: string;
  /** A message about the last action, such as signing out. */
  said?: string;
};

/** The sign-in form. It posts `email`, `password` and `next` to the sign-in page. */
export function SignInCard({ options, next, linkToken = null, error, said }: Props) {
  const { hasAdminPassword, hasUsers, hasSingleSignOn } = options;
  const hasForm = linkToken === null && (hasAdminPassword || hasUsers);
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-88 rounded-lg border border-line bg-surface p-6">
        <Logo />
        <h1 className="mt-3 mb-4 text-xl font-semibold tracking-tight">Sign in to the portal</h1>
        <div className="grid gap-4">
          {said !== undefined && error === undefined && <Notice tone="ok" title={said} role="status" />}
          {error !== undefined && !hasForm && <Notice tone="bad" title={error} role="alert" />}
          {linkToken !== null && (
            <Form method="post" action="/sign-in" className="grid gap-4">
              <input type="hidden" name="next" value={next} />
              <input type="hidden" name="token" value={linkToken} />
              <p className="text-sm text-ink-soft">This link signs you in once, as the admin of this server.</p>
              <Button look="primary">Sign in with this link</Button>
            </Form>
          )}
          {hasForm && (
            <Form method="post" action="/sign-in" className="grid gap-4">
              <input type="hidden" name="next" value={next} />
              {hasUsers && (
                <Input
                  label="E-mail address"
                  name="email"
                  type="email"
                  autoComplete="username"
                  required={!hasAdminPassword}
                  hint={hasAdminPassword && "Leave it empty to sign in with the server's admin password."}
                  autoFocus
                />
              )}
              <Input
                label="Password"
                name="password"
                type="password"
                autoComplete="current-password"
                required
                autoFocus={!hasUsers}
                error={error}
              />
              <Button look="primary">Sign in</Button>
            </Form>
          )}
          {hasSingleSignOn && (
            <a
              href={`/sign-in/sso?next=${encodeURIComponent(next)}`}
              className={buttonClass(hasForm ? "plain" : "primary")}
            >
              Sign in with single sign-on
            </a>
          )}
          {linkToken === null && !hasForm && !hasSingleSignOn && (
            <p className="text-sm text-ink-soft">
              Open the one-time sign-in link that the portal printed when it started. Each start prints a new one. To
              sign in with a password instead, set <code className="font-mono text-xs">ADMIN_PASSWORD</code> and
              restart.
            </p>
          )}
        </div>
      </div>
    </main>
  );
}
