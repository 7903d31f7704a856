import { useContext } from "react";
import type { AuditLink } from "#app/lib/audit-actions.ts";
import { isAtLeast } from "#app/lib/roles.ts";
import { TextLink } from "#app/ui/links.tsx";
import { ViewerRole } from "#app/ui/roles.tsx";

/** What somebody did and to what, with a link to it for those who may open it. */
export function Act({ words, link, target }: { words: string; link: AuditLink | null; target: string | null }) {
  const role = useContext(ViewerRole);
  return (
    <>
      {words}{" "}
      {link && isAtLeast(role, link.atLeast) ? (
        <TextLink to={link.to} className="break-all">
          {link.text}
        </TextLink>
      ) : (
        <span className="break-all text-ink-soft">{target}</span>
      )}
    </>
  );
}
