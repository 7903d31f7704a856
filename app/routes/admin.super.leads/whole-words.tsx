import { useSearchParams } from "@remix-run/react";
import { TextLink } from "#app/ui/text-link.tsx";

/** Says that the list is of leads that have the words of the search, and leads to those that have longer ones. */
export function WholeWords() {
  const [query] = useSearchParams();
  const next = new URLSearchParams(query);
  next.delete("before");
  next.delete("after");
  const words = (query.get("search") ?? "").trim().split(/\s+/);
  next.set("search", words.map((word) => `${word}*`).join(" "));
  return (
    <p className="border-t border-line px-4 py-2.5 text-center text-xs text-ink-faint">
      These leads have the words as you typed them.{" "}
      <TextLink to={`?${next}`}>Show longer words that begin so, too</TextLink>
    </p>
  );
}
