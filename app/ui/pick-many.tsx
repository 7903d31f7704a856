import { useSearchParams } from "@remix-run/react";
import { type KeyboardEvent, useId, useState } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** How far a list stays from the right edge of the window, in pixels. */
const MARGIN = 8;

/** From so many choices on there is a field that narrows them down. */
const MANY = 10;

type Props = {
  label: string;
  name: string;
  className: string;
  choices: readonly (readonly [value: string, label: string])[];
  any?: string;
};

/** Moves a list that would leave the window at its right edge back into it. */
function keepInside(list: HTMLElement): void {
  list.style.translate = "";
  const over = list.getBoundingClientRect().right + MARGIN - document.documentElement.clientWidth;
  if (over > 0) list.style.translate = `${-over}px`;
}

/**
 * A filter of which several values can be picked, or left out: a list of check boxes that opens below its button. It sends
 * `name` for each picked value, and `name_is=not` to leave them out. On a phone and without JavaScript, which keeps it inside the
 * window, the list takes a whole line.
 */
export function PickMany({ label, name, className, choices, any = "All" }: Props) {
  const [query] = useSearchParams();
  const [part, setPart] = useState("");
  const id = useId();
  const isHydrated = useHydrated();
  const picked = query.getAll(name).filter((value) => value !== "");
  const isNot = query.get(`${name}_is`) === "not";
  const missing = picked.filter((value) => choices.every(([each]) => each !== value));
  const all = [...new Set(missing)].map((value) => [value, value] as const).concat(choices);
  const first = all.find(([value]) => value === picked[0])?.[1] ?? "";
  const said =
    picked.length === 0 ? any : `${isNot ? "Not " : ""}${picked.length === 1 ? first : `${picked.length} picked`}`;

  function closeOnEscape(event: KeyboardEvent<HTMLDetailsElement>): void {
    if (event.key !== "Escape" || !event.currentTarget.open) return;
    event.currentTarget.open = false;
    event.currentTarget.querySelector("summary")?.focus();
  }

  return (
    <div
      className={classNames("min-w-0 max-sm:has-[details[open]]:w-full noscript:has-[details[open]]:w-full", className)}
    >
      <span id={id} className="mb-1 block text-xs font-medium text-ink-soft">
        {label}
      </span>
      <details
        className="relative"
        onToggle={({ currentTarget }) => {
          const list = currentTarget.querySelector("fieldset");
          if (list && currentTarget.open) keepInside(list);
        }}
        onKeyDown={closeOnEscape}
        onBlur={({ currentTarget, relatedTarget }) => {
          if (!currentTarget.contains(relatedTarget)) currentTarget.open = false;
        }}
      >
        <summary
          aria-label={`${label}: ${said}`}
          className="flex h-9 cursor-pointer list-none items-center justify-between gap-2 rounded-md border border-line-strong bg-surface px-2.5 text-base hover:border-ink-faint md:h-8 md:text-sm [&::-webkit-details-marker]:hidden"
        >
          <span className="truncate">{said}</span>
          <svg viewBox="0 0 8 5" className="w-2 shrink-0" aria-hidden="true">
            <path d="M.5.5 4 4 7.5.5" fill="none" stroke="currentColor" />
          </svg>
        </summary>
        <fieldset
          aria-labelledby={id}
          tabIndex={-1}
          className="absolute start-0 z-20 mt-1 grid max-h-80 w-64 max-w-[calc(100vw-2rem)] gap-1 overflow-y-auto rounded-lg border border-line bg-surface p-2 shadow-lg outline-none max-sm:static max-sm:mb-1 noscript:static noscript:mb-1"
        >
          <select
            name={`${name}_is`}
            aria-label={`${label} is or is not`}
            defaultValue={isNot ? "not" : ""}
            className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm"
          >
            <option value="">is</option>
            <option value="not">is not</option>
          </select>
          {isHydrated && all.length > MANY && (
            <input
              type="search"
              aria-label={`Find in ${label}`}
              placeholder="Find"
              value={part}
              onChange={({ currentTarget }) => setPart(currentTarget.value)}
              onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
              className="h-8 rounded-md border border-line-strong bg-surface px-2 text-sm placeholder:text-ink-faint"
            />
          )}
          {all.map(([value, text]) => (
            <label
              key={value}
              hidden={!text.toLowerCase().includes(part.toLowerCase())}
              className="flex min-h-7 cursor-pointer items-center gap-2 rounded-sm px-1 text-sm hover:bg-sunken [&[hidden]]:hidden"
            >
              <input
                type="checkbox"
                name={name}
                value={value}
                defaultChecked={picked.includes(value)}
                className="size-4 shrink-0"
              />
              <span className="min-w-0">{text}</span>
            </label>
          ))}
          {all.length === 0 && <p className="px-1 text-sm text-ink-faint">Nothing to pick yet</p>}
        </fieldset>
      </details>
    </div>
  );
}
