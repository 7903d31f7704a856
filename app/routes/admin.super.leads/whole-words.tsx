import { useSearchParams } from "@remix-run/react";
import { TextLink } from "#app/ui/links.tsx";

/** Says that the list matches whole words only, with a link that also matches longer ones. */
export function WholeWords() {
  const [query] = useSearchParams();
  const next = new URLSearchParams(query);
  next.delete("before");
  next.delete("after");
  const words = (query.get("search") ?? "").trim().split(/\s+/);
  next.set("search", words.map((word) => `${word}*`).join(" "));
  return (
    <p className="border-t border-line px-4 py-2.5 text-center text-xs text-ink-faint">
      These leads match your words exactly. <TextLink to={`?${next}`}>Include words that start with them</TextLink>
    </p>
  );
}
