import { redirect } from "@remix-run/node";
import { z } from "zod";
import { hostCookie } from "#app/http/host-cookie.server.ts";

/** What the next page says once about what was just done. `text`: what follows from it. No personal data: it is a cookie. */
const Flash = z.object({
  title: z.string().max(200),
  text: z.string().max(500).optional(),
  tone: z.enum(["ok", "info", "warn", "bad"]),
});
export type Flash = z.infer<typeof Flash>;

const A_MINUTE = 60;
const cookie = hostCookie("portal_flash", A_MINUTE);

/** Goes to a page of the portal that says `title`, by default as a success, above its content. */
export async function redirectSaying(
  request: Request,
  to: string,
  title: string,
  { text, tone = "ok" }: Partial<Omit<Flash, "title">> = {},
): Promise<Response> {
  return redirect(to, { headers: { "Set-Cookie": await cookie.set(request, { title, text, tone }) } });
}

/** What the page has to say, and the headers with which it says it only once. */
export async function takeFlash(request: Request): Promise<{ flash: Flash | null; headers: Record<string, string> }> {
  const { data: flash } = Flash.safeParse(await cookie.read(request));
  return { flash: flash ?? null, headers: flash ? { "Set-Cookie": await cookie.end(request) } : {} };
}
