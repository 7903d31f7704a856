import { type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { keepForm, openKeptForm, releaseKeptForm } from "#app/features/auth/keep-form.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { redirectSaying } from "#app/http/flash.server.ts";
import { readSentForm } from "#app/http/read-sent-form.server.ts";
import { readUnsentToken, unsentCookie } from "#app/http/unsent-form.server.ts";
import { KEPT, UNSENT, wishOf } from "#app/lib/kept-form.ts";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { Card, EmptyState, PageHeader } from "#app/ui/cards.tsx";
import { SendAgain, whyUnsent } from "#app/ui/send-again.tsx";

export const meta: MetaFunction = () => [{ title: "Not sent yet · Convoso portal" }];

/** The form that this browser sent in vain, for who sent it. `?lost`: its page has no such form any more. */
export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, admin, request }) => {
  const token = await readUnsentToken(request);
  return { form: token === null ? null : await openKeptForm(db, token, admin) };
});

/**
 * "Send now": the browser sends the same fields on to where the form was meant for, once. With another {@link KeptWish}: keeps
 * the form that is sent, to fill it in on its page, or forgets the kept one.
 */
export const action = /* @__PURE__ */ adminAction("viewer", async ({ db, admin, request, sent }) => {
  const wish = wishOf(sent);
  const unsent = wish === "fill" ? readSentForm(request, sent, "outage") : null;
  if (unsent) {
    const token = await keepForm(db, admin.userId ?? null, unsent);
    return redirect(unsent.page, { headers: { "Set-Cookie": await unsentCookie(request, token) } });
  }
  const token = await readUnsentToken(request);
  const form = token === null ? null : await releaseKeptForm(db, token, admin);
  if (form === null) {
    const text = "Nothing is sent a second time.";
    return redirectSaying(request, UNSENT, "This form was already sent, or has expired", { tone: "warn", text });
  }
  return wish === "discard" ? redirectSaying(request, form.page, "The form was discarded") : redirect(form.to, 307);
});

export default function Unsent() {
  const { form } = useLoaderData<typeof loader>();
  const isLost = useSearchParams()[0].has("lost");
  return (
    <>
      <PageHeader title="Not sent yet" />
      {form ? (
        <Card title={whyUnsent(form)}>
          <div className="grid gap-3">
            <p className="text-sm">
              Nothing was changed. What you entered is kept for 15 minutes.
              {isLost && " The page that you entered it on has no such form any more."}
            </p>
            <SendAgain form={{ ...form, to: UNSENT }}>
              {!isLost && (
                <LinkButton to={form.page} reloadDocument>
                  Back to the form
                </LinkButton>
              )}
              <Button name={KEPT.wish} value="discard">
                Discard, and go back to the page
              </Button>
            </SendAgain>
          </div>
        </Card>
      ) : (
        <Card flush>
          <EmptyState title="Nothing is waiting to be sent">
            What you send after your session ended is kept for 15 minutes, only for you.
          </EmptyState>
        </Card>
      )}
    </>
  );
}
