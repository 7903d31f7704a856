import { expect } from "@playwright/test";
import type { Role } from "#app/lib/roles.ts";
import type { Stack } from "./stack.ts";

export type Person = { email: string; password: string };

/** Posts a form as a browser's page would, and follows nothing. */
export function postForm(url: string, form: Record<string, string>, headers: Record<string, string> = {}) {
  const init = { method: "POST", body: new URLSearchParams(form), redirect: "manual" } as const;
  return fetch(url, { ...init, headers: { origin: new URL(url).origin, ...headers } });
}

/** The session that an answer hands out, as the browser sends it back. */
export function sessionOf(response: Response): string {
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith("portal_session="));
  expect(cookie, `a session from ${response.url}`).toBeDefined();
  return cookie?.split(";")[0] ?? "";
}

/** A session of the built-in admin. */
export async function openAdminSession(stack: Stack): Promise<string> {
  const token = new URL(await stack.signInLink()).searchParams.get("token") ?? "";
  return sessionOf(await postForm(`${stack.portalUrl}/sign-in`, { token }));
}

/** Invites somebody, as a listener for this campaign, and sets their password by the link. */
export async function addPerson(
  stack: Stack,
  admin: string,
  email: string,
  role: Role,
  campaign = "no such campaign",
): Promise<Person> {
  const url = `${stack.portalUrl}/admin/super/people`;
  const page = await (await postForm(url, { email, name: "", role, campaigns: campaign }, { cookie: admin })).text();
  const token = /\/invitation\?token=([\w-]+)/.exec(page)?.[1] ?? "";
  const password = `the password of a ${role}`;
  await postForm(`${stack.portalUrl}/invitation`, { token, name: email, password }).then(sessionOf);
  return { email, password };
}

/** A new session of a named user. */
export async function openSessionOf(stack: Stack, person: Person): Promise<string> {
  return sessionOf(await postForm(`${stack.portalUrl}/sign-in`, person));
}
