import { Link, useLocation } from "@remix-run/react";
import { useContext } from "react";
import { isAtLeast } from "#app/lib/roles.ts";
import { Menu } from "#app/ui/menu.tsx";
import { MORE_PAGES } from "#app/ui/portal-pages.ts";
import { ViewerRole } from "#app/ui/roles.tsx";

/** Links to all pages that are not tabs and that the role allows. */
export function MoreMenu() {
  const role = useContext(ViewerRole);
  const { pathname } = useLocation();
  const allowed = MORE_PAGES.map((pages) => pages.filter(({ atLeast = "viewer" }) => isAtLeast(role, atLeast)));
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
                    aria-current={pathname === to ? "page" : pathname.startsWith(`${to}/`) ? "true" : undefined}
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
