import type { ReactNode } from "react";
import { Badge, type Tone } from "#app/ui/badges.tsx";

/** Something that somebody should know or look at, with a link to its rows. */
export type MarkedItem = { key: string; tone: Tone; mark: string; text: ReactNode };

/** Items with their marks in a column: a number, or a word or two. */
export function MarkedList({ items }: { items: readonly MarkedItem[] }) {
  return (
    <ul className="grid gap-2.5 text-start text-sm">
      {items.map((item) => (
        <li key={item.key} className="grid grid-cols-[minmax(3.5rem,auto)_1fr] items-baseline gap-2">
          <span>
            <Badge tone={item.tone}>{item.mark}</Badge>
          </span>
          <span>{item.text}</span>
        </li>
      ))}
    </ul>
  );
}
