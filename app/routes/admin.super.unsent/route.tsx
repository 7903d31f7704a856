import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { openKeptForm, releaseKeptForm } from "#app/features/auth/keep-form.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { readUnsentToken, UNSENT } from "#app/http/unsent-form.server.ts";
import { LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { SendAgain } from "#app/ui/send-again.tsx";

export const meta: MetaFunction = () => [{ title: "Not sent yet · Convoso portal" }];

/** The form that this browser sent after its session had ended, for who had that session. */
export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, admin, request }) => {
  const token = await readUnsentToken(request);
  return { form: token === null ? null : await openKeptForm(db, token, admin) };
});

/** "Send now": the browser sends the same fields on to where the form was meant for, once. */
export const action = /* @__PURE__ */ adminAction("viewer", async ({ db, admin, request }) => {
  const token = await readUnsentToken(request);
  const form = token === null ? null : await releaseKeptForm(db, token, admin);
  if (form === null)
    return redirectSaying(request, UNSENT, "This form was sent already, or its time is over", { tone: "warn" });
  return redirect(form.to, 307);
});

export default function Unsent() {
  const { form } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title="Not sent yet" />
      {form ? (
        <Card title="Your session had ended when you sent this">
          <div className="grid gap-3">
            <p className="text-sm">Nothing was changed. What you entered was kept for 15 minutes:</p>
            <SendAgain form={{ ...form, to: "/admin/super/unsent" }}>
              <LinkButton to={form.page}>Back to the page without sending</LinkButton>
            </SendAgain>
          </div>
        </Card>
      ) : (
        <Card flush>
          <EmptyState title="Nothing is waiting to be sent">
            What you send after your session has ended is kept for 15 minutes, for you alone.
          </EmptyState>
        </Card>
      )}
    </>
  );
}
