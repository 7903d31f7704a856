import { Form, useLocation } from "@remix-run/react";
import type { ReactNode } from "react";
import type { Flash } from "#app/http/flash.server.ts";
import type { Preferences } from "#app/http/preferences.server.ts";
import type { Waiting } from "#app/http/unsent-form.server.ts";
import type { Role } from "#app/lib/roles.ts";
import { Button } from "#app/ui/buttons.tsx";
import { ListeningBar } from "#app/ui/listening.tsx";
import { Logo } from "#app/ui/logo.tsx";
import { TABS } from "#app/ui/portal-pages.ts";
import { HeardCampaigns, ViewerRole } from "#app/ui/roles.tsx";
import { TabsFrame } from "#app/ui/tabs-frame.tsx";
import { Clock } from "#app/ui/time.tsx";
import { FindLink } from "./find-link.tsx";
import { Keyboard } from "./keyboard.tsx";
import { MoreMenu } from "./more-menu.tsx";
import { Progress } from "./progress.tsx";
import { Said } from "./said.tsx";
import { useFocusOnHeading } from "./use-focus-on-heading.ts";
import { ViewMenu } from "./view-menu.tsx";
import { WaitingNotice } from "./waiting-notice.tsx";

type Props = {
  actor: string;
  role: Role;
  campaigns: readonly string[];
  preferences: Preferences;
  timeZone: string;
  accountTimeZone: string;
  now: Date;
  flash: Flash | null;
  waiting: Waiting | null;
  version: string;
  children: ReactNode;
};

/** A tab's id is the last part of its path. */
const tabs = TABS.map(({ to, label }) => ({ to, label, value: to.split("/")[3] ?? "overview" }));

/** The frame of every portal page: account, time zone, navigation and keyboard shortcuts. */
export function Frame(props: Props) {
  const { actor, role, campaigns, preferences, timeZone, accountTimeZone, now, flash, waiting, version, children } =
    props;
  useFocusOnHeading();
  const open = useLocation().pathname.split("/")[3] || "overview";
  return (
    <ViewerRole.Provider value={role}>
      <HeardCampaigns.Provider value={campaigns}>
        <Clock.Provider value={{ timeZone, accountTimeZone, times: preferences.times, hours: preferences.hours, now }}>
          <a
            href="#content"
            className="absolute start-2 top-2 z-30 -translate-y-16 rounded-md bg-ink px-3 py-2 text-sm font-medium text-surface focus:translate-y-0"
          >
            Skip to content
          </a>
          <TabsFrame
            tabs={tabs}
            value={open}
            label="Portal"
            header={
              <>
                <Progress />
                <div className="mx-auto flex max-w-360 items-center gap-1 px-4 pt-3 pb-1 md:px-7">
                  <div className="me-auto flex items-center gap-3">
                    <Logo />
                    <p className="font-semibold tracking-tight max-sm:sr-only">Convoso portal</p>
                  </div>
                  <p className="me-2 hidden text-xs text-ink-faint md:block">signed in as {actor}</p>
                  <FindLink />
                  <ViewMenu preferences={preferences} accountTimeZone={accountTimeZone} />
                  <MoreMenu />
                  <Form method="post" action="/sign-out" reloadDocument className="-me-3">
                    <Button look="quiet">Sign out</Button>
                  </Form>
                </div>
              </>
            }
          >
            <Said flash={flash} />
            <WaitingNotice waiting={waiting} />
            {children}
          </TabsFrame>
          <footer className="mx-auto max-w-360 px-4 pb-6 text-xs text-ink-faint md:px-7">
            Convoso portal {version}
          </footer>
          <ListeningBar />
          {preferences.keys === "on" && <Keyboard />}
        </Clock.Provider>
      </HeardCampaigns.Provider>
    </ViewerRole.Provider>
  );
}
