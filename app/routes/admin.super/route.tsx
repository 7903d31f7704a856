import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Outlet, useLoaderData, useLocation } from "@remix-run/react";
import { portalSettings } from "#app/http/portal-settings.server.ts";
import { requireAdmin } from "#app/http/require-admin.server.ts";
import { zoneName } from "#app/lib/format-time.ts";
import { Button } from "#app/ui/button.tsx";
import { Clock } from "#app/ui/clock.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { ViewerRole } from "#app/ui/needs-role.tsx";
import { TabsFrame } from "#app/ui/tabs-frame.tsx";
import { TextLink } from "#app/ui/text-link.tsx";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const admin = await requireAdmin(request, context);
  return { actor: admin.actor, role: admin.role, timeZone: portalSettings(request).timeZone, now: new Date() };
}

const tabs = [
  { value: "overview", label: "Overview", to: "/admin/super" },
  { value: "webhook-logs", label: "Webhook Logs", to: "/admin/super/webhook-logs" },
  { value: "leads", label: "Leads", to: "/admin/super/leads" },
  { value: "calls", label: "Calls", to: "/admin/super/calls" },
  { value: "test-tools", label: "Test Tools", to: "/admin/super/test-tools" },
];

export default function PortalFrame() {
  const { actor, role, timeZone, now } = useLoaderData<typeof loader>();
  const open = useLocation().pathname.split("/")[3] || "overview";
  return (
    <Clock.Provider value={{ timeZone, now }}>
      <a
        href="#content"
        className="absolute start-2 top-2 z-10 -translate-y-16 rounded-md bg-ink px-3 py-2 text-sm font-medium text-surface focus:translate-y-0"
      >
        Skip to the content
      </a>
      <TabsFrame
        tabs={tabs}
        value={open}
        label="Portal"
        header={
          <div className="mx-auto flex max-w-360 items-center gap-3 px-4 pt-3 pb-1 md:px-7">
            <Logo />
            <p className="font-semibold tracking-tight">Convoso portal</p>
            <p className="ms-auto hidden text-xs text-ink-faint sm:block">
              Times in {timeZone} ({zoneName(now, timeZone)}) · signed in as {actor}
            </p>
            <nav aria-label="Access" className="ms-auto flex gap-3 text-sm sm:ms-0">
              {role === "admin" && <TextLink to="/admin/super/people">People</TextLink>}
              <TextLink to="/admin/super/account">Account</TextLink>
            </nav>
            <Form method="post" action="/sign-out" reloadDocument>
              <Button look="quiet">Sign out</Button>
            </Form>
          </div>
        }
      >
        <ViewerRole.Provider value={role}>
          <Outlet />
        </ViewerRole.Provider>
      </TabsFrame>
    </Clock.Provider>
  );
}
