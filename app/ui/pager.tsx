import { useSearchParams } from "@remix-run/react";
import { LinkButton } from "#app/ui/link-button.tsx";

/** Where a page of a list ends: what to ask for to see the rows before and after it; null where there are none. */
type Props = { newer: string | null; older: string | null; label: string };

/** Links to the newer and older rows of the same filter. */
export function Pager({ newer, older, label }: Props) {
  const [query] = useSearchParams();
  const at = (name: "before" | "after", cursor: string) => {
    const next = new URLSearchParams(query);
    next.delete("before");
    next.delete("after");
    next.set(name, cursor);
    return `?${next}`;
  };
  if (newer === null && older === null) return null;
  return (
    <nav aria-label={label} className="flex justify-between gap-2 border-t border-line px-4 py-2.5">
      <span>
        {newer !== null && (
          <LinkButton to={at("after", newer)} rel="prev">
            ← Newer
          </LinkButton>
        )}
      </span>
      <span>
        {older !== null && (
          <LinkButton to={at("before", older)} rel="next">
            Older →
          </LinkButton>
        )}
      </span>
    </nav>
  );
}
