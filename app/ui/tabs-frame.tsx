import * as Tabs from "@radix-ui/react-tabs";
import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { useHydrated } from "#app/ui/use-hydrated.ts";

export type Tab = { value: string; label: string; to: string };

type Props = { tabs: Tab[]; value: string; label: string; header: ReactNode; children: ReactNode };

/**
 * Tabs that are links: the URL decides which is open, arrow keys move between them, Enter and Space open one.
 * Only the open panel has content. The empty ones exist because every `aria-controls` needs a target.
 */
export function TabsFrame({ tabs, value, label, header, children }: Props) {
  const isHydrated = useHydrated();
  return (
    <Tabs.Root value={value} activationMode="manual">
      <header className="border-b border-line bg-surface">
        {header}
        <Tabs.List aria-label={label} className="mx-auto flex max-w-360 overflow-x-auto px-2 md:px-4">
          {tabs.map((tab) => (
            <Tabs.Trigger key={tab.value} value={tab.value} asChild>
              <Link
                to={tab.to}
                type={undefined}
                // Without JavaScript arrow keys do nothing, so every tab is a tab stop.
                {...(!isHydrated && { tabIndex: 0 })}
                onKeyDown={(event) => {
                  if (event.key !== " ") return;
                  event.preventDefault();
                  event.currentTarget.click();
                }}
                className="border-b-2 border-transparent px-2 py-2.5 md:px-3 text-sm font-medium whitespace-nowrap text-ink-soft -outline-offset-2 hover:text-ink data-[state=active]:border-accent data-[state=active]:text-ink"
              >
                {tab.label}
              </Link>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-360 px-4 py-5 md:px-7 md:py-6">
        {tabs.map((tab) => (
          <Tabs.Content key={tab.value} value={tab.value} tabIndex={-1}>
            {tab.value === value && children}
          </Tabs.Content>
        ))}
        {tabs.every((tab) => tab.value !== value) && children}
      </main>
    </Tabs.Root>
  );
}
