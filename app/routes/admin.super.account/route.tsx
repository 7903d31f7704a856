import type { MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { findUserSecrets } from "#app/db/people/users.server.ts";
import { changePassword } from "#app/features/auth/change-password.server.ts";
import { closeSessionsOf, listSessions } from "#app/features/auth/sessions.server.ts";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";
import { PageHeader } from "#app/ui/cards.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";
import { ViewCard } from "./view-card.tsx";

export const meta: MetaFunction = () => [{ title: "Account · Convoso portal" }];

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ db, admin, request }) => {
  const token = (await readSessionToken(request)) ?? "";
  const [user, sessions] = await Promise.all([
    admin.userId ? findUserSecrets(db, admin.userId) : null,
    listSessions(db, admin, token),
  ]);
  const hasPassword = Boolean(user?.password_hash);
  const view = {
    preferences: readPreferences(request),
    accountTimeZone: portalSettings(request).accountTimeZone,
    zones: Intl.supportedValuesOf("timeZone"),
  };
  return { actor: admin.actor, role: admin.role, isNamed: user !== null, hasPassword, sessions: [...sessions], view };
});

export const action = /* @__PURE__ */ adminAction("viewer", async ({ db, admin, form, request }) => {
  const token = (await readSessionToken(request)) ?? "";
  const answer = (error: string | null, done: string) => (error === null ? { done } : { error });
  switch (form.get("intent")) {
    case "password": {
      const fields = { current: String(form.get("current") ?? ""), next: String(form.get("next") ?? "") };
      const refused = await changePassword(db, admin, fields, token);
      return answer(refused, "Password changed. Your other sessions have ended.");
    }
    case "sign-out": {
      const holder = { actor: admin.actor, userId: admin.userId ?? null };
      await closeSessionsOf(db, holder, admin, token);
      return answer(null, "Your other sessions have ended.");
    }
    default:
      throw new Response("This form is incomplete.", { status: 400 });
  }
});

export default function Account() {
  const { actor, role, isNamed, hasPassword, sessions, view } = useLoaderData<typeof loader>();
  const answer: { done?: string; error?: string } | undefined = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="Account" description={`${actor}, role: ${role}`} />
      <div className="mb-4 empty:hidden">
        {answer?.error !== undefined && <Notice tone="bad" title={answer.error} role="alert" />}
        {answer?.done !== undefined && <Notice tone="ok" title={answer.done} role="status" />}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[1fr_2fr]">
        <ViewCard {...view} />
        <div className="grid gap-4">
          <SessionsCard sessions={sessions} />
          <PasswordCard isNamed={isNamed} hasPassword={hasPassword} />
        </div>
      </div>
    </>
  );
}
