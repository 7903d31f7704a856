import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { localPath } from "#app/http/local-path.server.ts";
import { preferencesCookie } from "#app/http/preferences.server.ts";
import { readForm } from "#app/http/read-form.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";

/** Keeps how somebody wants times and colours, and goes back to where they were. */
export async function action({ request, context }: ActionFunctionArgs) {
  await requireAdmin(request, context);
  const form = await readForm(request);
  const headers = { "Set-Cookie": preferencesCookie(request, form) };
  return redirect(localPath(String(form.get("next") ?? "")), { headers });
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  await requireAdmin(request, context);
  return redirect("/admin/super/account#view");
}
