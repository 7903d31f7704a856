import { redirect } from "@remix-run/node";
import { adminAction, adminLoader } from "#app/http/admin-loader.server.ts";
import { localPath } from "#app/http/local-path.server.ts";
import { preferencesCookie } from "#app/http/preferences.server.ts";

/** Saves view preferences in a cookie, and returns to the page. */
export const action = /* @__PURE__ */ adminAction("viewer", async ({ form, request }) => {
  const headers = { "Set-Cookie": preferencesCookie(request, form) };
  return redirect(localPath(String(form.get("next") ?? "")), { headers });
});

export const loader = /* @__PURE__ */ adminLoader("viewer", async () => {
  return redirect("/admin/super/account#view");
});
