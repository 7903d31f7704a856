import { data, type LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useRouteError, useRouteLoaderData } from "@remix-run/react";
import { takeFlash } from "#app/http/flash.server.ts";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { readPreferences } from "#app/http/preferences.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { ErrorCard, ErrorPage } from "#app/ui/error-page.tsx";
import { Frame } from "./frame.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { actor, role } = await requireAdmin(request, context);
  const { timeZone, accountTimeZone } = portalSettings(request);
  const preferences = readPreferences(request);
  const { flash, headers } = await takeFlash(request);
  return data({ actor, role, preferences, timeZone, accountTimeZone, now: new Date(), flash }, { headers });
}

export default function Portal() {
  return (
    <Frame {...useLoaderData<typeof loader>()}>
      <Outlet />
    </Frame>
  );
}

/** An error of a page stands where the page would, so that the rest of the portal stays within reach. */
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
