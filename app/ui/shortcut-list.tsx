import { useContext } from "react";
import { isAtLeast } from "#app/lib/roles.ts";
import { PORTAL_PAGES } from "#app/ui/portal-pages.ts";
import { ViewerRole } from "#app/ui/roles.tsx";

type Shortcut = [keys: string[], what: string];

const onThePage: Shortcut[] = [
  [["/"], "Search everything"],
  [["f"], "Search or filter the list"],
  [["j", "k"], "Next row, previous row"],
  [["Enter"], "Open the row"],
  [["[", "]"], "Newer page, older page"],
  [["?"], "Show this list"],
];

const inThePlayer: Shortcut[] = [
  [["Space"], "Play or pause"],
  [["←", "→"], "5 seconds back, 5 seconds forward"],
  [["<", ">"], "Slower, faster"],
  [["n", "p"], "Next call, previous call"],
  [["Escape"], "Close the player"],
];

/** The keyboard shortcuts of the portal. */
export function ShortcutList() {
  const role = useContext(ViewerRole);
  const pages = PORTAL_PAGES.filter(({ atLeast = "viewer" }) => isAtLeast(role, atLeast));
  return (
    <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
      <div className="grid content-start gap-y-4">
        <Shortcuts title="On the page" shortcuts={onThePage} />
        <Shortcuts title="In the player" shortcuts={inThePlayer} />
      </div>
      <Shortcuts title="Go to" shortcuts={pages.map(({ key, label }) => [["g", key], label])} />
    </div>
  );
}

function Shortcuts({ title, shortcuts }: { title: string; shortcuts: Shortcut[] }) {
  return (
    <section>
      <h3 className="mb-2 text-xs font-medium text-ink-soft">{title}</h3>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 text-sm">
        {shortcuts.map(([keys, what]) => (
          <div key={what} className="col-span-2 grid grid-cols-subgrid">
            <dt className="flex items-start gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded-sm border border-line-strong/60 bg-sunken px-1.5 font-mono text-xs">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
