import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { pool } from "#app/db/pool.server.ts";
import { findUserSecrets } from "#app/db/users.server.ts";
import { changePassword } from "#app/features/auth/change-password.server.ts";
import { closeSessionsOf, listSessions } from "#app/features/auth/sessions.server.ts";
import { orUnavailable } from "#app/http/or-unavailable.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { readSessionToken } from "#app/http/session-cookie.server.ts";
import { Notice } from "#app/ui/notice.tsx";
import { PageHeader } from "#app/ui/page-header.tsx";
import { PasswordCard } from "./password-card.tsx";
import { SessionsCard } from "./sessions-card.tsx";
import { ViewCard } from "./view-card.tsx";

export const meta: MetaFunction = () => [{ title: "Account · Convoso portal" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const admin = await requireAdmin(request, context);
  const token = (await readSessionToken(request)) ?? "";
  const db = await orUnavailable(pool());
  const [user, sessions] = await orUnavailable(
    Promise.all([admin.userId ? findUserSecrets(db, admin.userId) : null, listSessions(db, admin, token)]),
  );
  const hasPassword = Boolean(user?.password_hash);
  const view = {
    preferences: readPreferences(request),
    accountTimeZone: portalSettings(request).accountTimeZone,
    zones: Intl.supportedValuesOf("timeZone"),
  };
  return { actor: admin.actor, role: admin.role, isNamed: user !== null, hasPassword, sessions: [...sessions], view };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const admin = await requireAdmin(request, context);
  const token = (await readSessionToken(request)) ?? "";
  const form = await readForm(request);
  const db = await orUnavailable(pool());
  const answer = (error: string | null, done: string) => (error === null ? { done } : { error });
  switch (form.get("intent")) {
    case "password": {
      const fields = { current: String(form.get("current") ?? ""), next: String(form.get("next") ?? "") };
      const refused = await orUnavailable(changePassword(db, admin, fields, token));
      return answer(refused, "The password is changed, and your other sessions are ended.");
    }
    case "sign-out": {
      const holder = { actor: admin.actor, userId: admin.userId ?? null };
      await orUnavailable(closeSessionsOf(db, holder, admin, token));
      return answer(null, "Your other sessions are ended.");
    }
    default:
      throw new Response("This form is not complete.", { status: 400 });
  }
}

export default function Account() {
  const { actor, role, isNamed, hasPassword, sessions, view } = useLoaderData<typeof loader>();
  const answer: { done?: string; error?: string } | undefined = useActionData<typeof action>();
  return (
    <>
      <PageHeader title="Account" description={`${actor}, whose role is ${role}.`} />
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
