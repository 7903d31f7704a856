import { data } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { adminLoader } from "#app/http/admin-loader.server.ts";
import { takeFlash } from "#app/http/flash.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { findWaiting } from "#app/http/unsent-form.server.ts";
import { version } from "#app/lib/version.server.ts";
import { ErrorCard, ErrorPage } from "#app/ui/error-page.tsx";
import { Frame } from "./frame.tsx";

export const loader = /* @__PURE__ */ adminLoader("viewer", async ({ admin, db, request }) => {
  const { actor, role, campaigns = [] } = admin;
  const { timeZone, accountTimeZone } = portalSettings(request);
  const preferences = readPreferences(request);
  const { flash, headers } = await takeFlash(request);
  const waiting = await findWaiting(db, request, admin);
  const said = { now: new Date(), flash, waiting, version: version() };
  return data({ actor, role, campaigns, preferences, timeZone, accountTimeZone, ...said }, { headers });
});

export default function Portal() {
  return (
    <Frame {...useLoaderData<typeof loader>()}>
      <Outlet />
    </Frame>
  );
}

/** Shows a page's error within the frame, so that navigation still works. */
export function ErrorBoundary() {
  const frame = useRouteLoaderData<typeof loader>("routes/admin.super");
  const error = useRouteError();
  if (!frame) return <ErrorPage error={error} />;
  return (
    <Frame {...frame}>
      <ErrorCard error={error} />
    </Frame>
  );
}
