import { Form, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Flash } from "#app/http/flash.server.ts";
import type { Preferences } from "#app/http/preferences.server.ts";
import type { Role } from "#app/lib/roles.ts";
import { Button } from "#app/ui/button.tsx";
import { Clock } from "#app/ui/clock.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { ViewerRole } from "#app/ui/needs-role.tsx";
import { TabsFrame } from "#app/ui/tabs-frame.tsx";
import { Keyboard } from "./keyboard.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { Progress } from "./progress.tsx";
import { Said } from "./said.tsx";
import { ViewMenu } from "./view-menu.tsx";

type Props = {
  actor: string;
  role: Role;
  preferences: Preferences;
  timeZone: string;
  accountTimeZone: string;
  now: Date;
  flash: Flash | null;
  children: ReactNode;
};

const tabs = [
  { value: "overview", label: "Overview", to: "/admin/super" },
  { value: "webhook-logs", label: "Webhook Logs", to: "/admin/super/webhook-logs" },
  { value: "leads", label: "Leads", to: "/admin/super/leads" },
  { value: "calls", label: "Calls", to: "/admin/super/calls" },
  { value: "test-tools", label: "Test Tools", to: "/admin/super/test-tools" },
];

/** What is around every page of the portal: who is here, which times, the tabs and the other pages, the keyboard. */
export function Frame({ actor, role, preferences, timeZone, accountTimeZone, now, flash, children }: Props) {
  const open = useLocation().pathname.split("/")[3] || "overview";
  return (
    <Clock.Provider value={{ timeZone, times: preferences.times, now }}>
      <a
        href="#content"
        className="absolute start-2 top-2 z-30 -translate-y-16 rounded-md bg-ink px-3 py-2 text-sm font-medium text-surface focus:translate-y-0"
      >
        Skip to the content
      </a>
      <Progress />
      <TabsFrame
        tabs={tabs}
        value={open}
        label="Portal"
        header={
          <div className="mx-auto flex max-w-360 items-center gap-1 px-4 pt-3 pb-1 md:px-7">
            <Logo />
            <p className="ms-2 me-auto font-semibold tracking-tight">
              <span className="max-sm:sr-only">Convoso </span>portal
            </p>
            <p className="me-2 hidden text-xs text-ink-faint md:block">signed in as {actor}</p>
            <ViewMenu preferences={preferences} accountTimeZone={accountTimeZone} />
            <MoreMenu role={role} />
            <Form method="post" action="/sign-out" reloadDocument className="-me-3">
              <Button look="quiet">Sign out</Button>
            </Form>
          </div>
        }
      >
        <ViewerRole.Provider value={role}>
          <Said flash={flash} />
          {children}
        </ViewerRole.Provider>
      </TabsFrame>
      {preferences.keys === "on" && <Keyboard />}
    </Clock.Provider>
  );
}
