import { Link, useLocation } from "@remix-run/react";
import { isAtLeast, type Role } from "#app/lib/roles.ts";
import { Menu } from "#app/ui/menu.tsx";

type Page = { to: string; label: string; atLeast?: Role };

/** The pages beside the tabs, in groups. */
const groups: Page[][] = [
  [{ to: "/admin/super/failed-jobs", label: "Failed jobs" }],
  [
    { to: "/admin/super/audit", label: "Audit", atLeast: "admin" },
    { to: "/admin/super/people", label: "People", atLeast: "admin" },
    { to: "/admin/super/erase", label: "Erase a person", atLeast: "admin" },
  ],
  [
    { to: "/admin/super/account", label: "Account" },
    { to: "/admin/super/account#keyboard", label: "Keyboard shortcuts" },
  ],
];

/** The way to every page that is no tab, as far as the role allows it. */
export function MoreMenu({ role }: { role: Role }) {
  const { pathname } = useLocation();
  const allowed = groups.map((pages) => pages.filter(({ atLeast = "viewer" }) => isAtLeast(role, atLeast)));
  return (
    <Menu label="More">
      <nav aria-label="More pages" className="divide-y divide-line">
        {allowed
          .filter((pages) => pages.length > 0)
          .map((pages) => (
            <ul key={pages[0]?.to} className="py-1 first:pt-0 last:pb-0">
              {pages.map(({ to, label }) => (
                <li key={to}>
                  <Link
                    to={to}
                    aria-current={pathname === to ? "page" : undefined}
                    className="block rounded-md px-2.5 py-1.5 text-sm text-ink hover:bg-sunken aria-[current]:font-semibold"
                  >
                    {label}
                  </Link>
                </li>
              ))}
            </ul>
          ))}
      </nav>
    </Menu>
  );
}
