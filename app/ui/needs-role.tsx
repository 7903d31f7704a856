import { createContext, type ReactNode, useContext } from "react";
import { isAtLeast, type Role } from "#app/lib/roles.ts";

/** The role of whoever looks at the page. */
export const ViewerRole = createContext<Role>("viewer");

/** Shows what needs a role to those who have it. The server refuses the rest by itself: this only spares them the click. */
export function NeedsRole({ atLeast, children }: { atLeast: Role; children: ReactNode }) {
  const role = useContext(ViewerRole);
  return isAtLeast(role, atLeast) ? children : null;
}
