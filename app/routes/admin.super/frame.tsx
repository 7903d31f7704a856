import { Form, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Flash } from "#app/http/flash.server.ts";
import type { Preferences } from "#app/http/preferences.server.ts";
import type { Role } from "#app/lib/roles.ts";
import { Button } from "#app/ui/button.tsx";
import { Clock } from "#app/ui/clock.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { ViewerRole } from "#app/ui/needs-role.tsx";
import { FollowLinks } from "#app/ui/plain-link.tsx";
import { TABS } from "#app/ui/portal-pages.ts";
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

/** The last part of a tab's address names it. */
const tabs = TABS.map(({ to, label }) => ({ to, label, value: to.split("/")[3] ?? "overview" }));

/** What is around every page of the portal: who is here, which times, the tabs and the other pages, the keyboard. */
export function Frame({ actor, role, preferences, timeZone, accountTimeZone, now, flash, children }: Props) {
  const open = useLocation().pathname.split("/")[3] || "overview";
  return (
    <ViewerRole.Provider value={role}>
      <Clock.Provider value={{ timeZone, times: preferences.times, now }}>
        <a
          href="#content"
          className="absolute start-2 top-2 z-30 -translate-y-16 rounded-md bg-ink px-3 py-2 text-sm font-medium text-surface focus:translate-y-0"
        >
          Skip to the content
        </a>
        <Progress />
        <FollowLinks />
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
              <MoreMenu />
              <Form method="post" action="/sign-out" reloadDocument className="-me-3">
                <Button look="quiet">Sign out</Button>
              </Form>
            </div>
          }
        >
          <Said flash={flash} />
          {children}
        </TabsFrame>
        {preferences.keys === "on" && <Keyboard />}
      </Clock.Provider>
    </ViewerRole.Provider>
  );
}
