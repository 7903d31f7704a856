import { Form } from "@remix-run/react";
import { Button } from "#app/ui/button.tsx";
import { Input } from "#app/ui/field.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { Notice } from "#app/ui/notice.tsx";

type Props = {
  /** password: a form. link: no password is set, so the one-time link that the start printed is the way in. */
  mode: "password" | "link";
  next: string;
  error?: string;
};

/** The sign-in page's one card. The form posts `password` and `next` to the page's own action. */
export function SignInCard({ mode, next, error }: Props) {
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <div className="w-full max-w-88 rounded-lg border border-line bg-surface p-6">
        <Logo />
        <h1 className="mt-3 mb-4 text-xl font-semibold tracking-tight">Sign in to the portal</h1>
        {mode === "password" ? (
          <Form method="post" className="grid gap-4">
            <input type="hidden" name="next" value={next} />
            <Input
              label="Password"
              name="password"
              type="password"
              autoComplete="current-password"
              required
              autoFocus
              error={error}
            />
            <Button look="primary">Sign in</Button>
          </Form>
        ) : (
          <div className="grid gap-3">
            {error !== undefined && <Notice tone="bad" title={error} role="alert" />}
            <p className="text-sm text-ink-soft">
              Open the one-time sign-in link that the portal printed when it started. Each start prints a new one. To
              sign in with a password instead, set <code className="font-mono text-xs">ADMIN_PASSWORD</code> and start
              again.
            </p>
          </div>
        )}
      </div>
    </main>
  );
}
