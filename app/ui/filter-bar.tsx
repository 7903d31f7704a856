import { Form, Link, useLocation, useNavigate } from "@remix-run/react";
import { type ChangeEvent, type FormEvent, type ReactNode, useState } from "react";
import { Button, LinkButton } from "#app/ui/buttons.tsx";
import { type Chip, chipsOf, type FilterWords } from "#app/ui/chips.ts";
import { Fold } from "#app/ui/fold.tsx";
import { Notice } from "#app/ui/notices.tsx";
import { useClock } from "#app/ui/time.tsx";

/** The id of the form of a list's filters: buttons outside it that act on all rows send what is picked in it. */
export const FILTERS = "filters";

/** Fields that people type into: they apply with Enter, everything else when it is picked. */
const TYPED = new Set(["text", "search", "number"]);

const VIEW = new Set(["live", "sort", "columns"]);

type Props = {
  label: string;
  /** Names of the filters with an invalid value in the URL. */
  ignored: string[];
  isFiltered: boolean;
  /** What the filters and their values are called. */
  words?: FilterWords;
  /** How many rows there are, such as "12 calls", to be said when a filter was picked. */
  found?: string | null;
  /** The field that stays where there is room for one only; without it all filters do. */
  box?: ReactNode;
  children: ReactNode;
};

/**
 * The filters of a list, as a form that puts them into the URL: with JavaScript when one is picked, and always by a button. A new
 * URL renders a new form, so that Back shows its values, except a URL that this form submitted: people who are still typing
 * keep their text and focus. What is picked stands below, each with a link that takes it away.
 */
export function FilterBar({ label, ignored, isFiltered, words = {}, found = null, box, children }: Props) {
  const { pathname, search } = useLocation();
  const view = viewOf(search);
  const navigate = useNavigate();
  const [shown, setShown] = useState<{ search: string; asked: string[]; form: number }>({ search, asked: [], form: 0 });
  if (search !== shown.search) {
    const place = shown.asked.indexOf(search);
    setShown(
      place < 0
        ? { search, asked: [], form: shown.form + 1 }
        : { ...shown, search, asked: shown.asked.slice(place + 1) }, // the next pick may already be on its way
    );
  }

  function apply(form: HTMLFormElement): void {
    const query = pickedIn(form);
    setShown({ ...shown, asked: [...shown.asked, query.size > 0 ? `?${query}` : ""] });
    navigate(`?${query}`, { preventScrollReset: true });
  }

  /** A button that leads elsewhere is left to the browser: it sends the form as it stands, and may get a file. */
  function submit(event: FormEvent<HTMLFormElement>): void {
    const { submitter } = event.nativeEvent as SubmitEvent;
    if (submitter?.hasAttribute("formaction")) return;
    event.preventDefault();
    apply(event.currentTarget);
  }

  function change({ currentTarget, target }: ChangeEvent<HTMLFormElement>): void {
    if (!target.name || (target instanceof HTMLInputElement && TYPED.has(target.type))) return;
    apply(currentTarget);
  }

  return (
    <div className="mb-4 grid gap-3">
      <Form
        reloadDocument // but for what `submit` takes over
        id={FILTERS}
        key={shown.form}
        method="get"
        onSubmit={submit}
        onChange={change}
        role="search"
        aria-label={label}
        className="flex flex-wrap items-end gap-2"
      >
        {box}
        {box === undefined ? (
          children
        ) : (
          <Fold label="Filters" className="max-md:order-last max-md:w-full">
            {children}
          </Fold>
        )}
        {[...view].map(
          ([name, value]) => name !== "sort" && <input key={name + value} type="hidden" {...{ name, value }} />,
        )}
        <div className="flex gap-2">
          <Button>Filter</Button>
          {isFiltered && (
            <LinkButton to={view.size > 0 ? `?${view}` : pathname} look="quiet">
              Reset
            </LinkButton>
          )}
        </div>
      </Form>
      <Chips words={words} />
      <p role="status" className="sr-only">
        {found}
      </p>
      {ignored.length > 0 && (
        <Notice tone="warn" title="Some filters were ignored" role="status">
          Not understood: {ignored.join(", ")}. All other filters apply.
        </Notice>
      )}
    </div>
  );
}

/** How a list is shown, which stays when its filters change. */
function viewOf(search: string): URLSearchParams {
  const view = [...new URLSearchParams(search)].filter(([name, value]) => VIEW.has(name) && value !== "");
  return new URLSearchParams(view);
}

/** Leaves out empty fields to keep the URL short. Without JavaScript they are sent and mean the same. */
function pickedIn(form: HTMLFormElement): URLSearchParams {
  const given = [...new FormData(form)].filter(([, value]) => value !== "");
  const query = new URLSearchParams(given as [string, string][]);
  const says = (names: string[]) => names.some((name) => query.has(name));
  for (const name of new Set(query.keys())) {
    if (name.endsWith("_is") && !says([name.slice(0, -3)])) query.delete(name); // "is not" of nothing
  }
  if (!says(["range", "from", "to"])) query.delete("zone"); // there are no times that it would explain
  return query;
}

/** What is picked, each as a link that takes it away. */
function Chips({ words }: { words: FilterWords }) {
  const { search } = useLocation();
  const chips = chipsOf(search, words, useClock());
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Picked filters" className="flex flex-wrap gap-1.5 print:[&_svg]:hidden">
      {chips.map((chip) => (
        <li key={`${chip.text} ${chip.without}`}>
          <ChipLink {...chip} />
        </li>
      ))}
    </ul>
  );
}

function ChipLink({ text, without }: Chip) {
  return (
    <Link
      to={without}
      preventScrollReset
      className="inline-flex min-h-6 max-w-full items-center gap-1.5 rounded-full border border-line-strong/60 bg-surface px-2.5 py-0.5 text-xs text-ink hover:bg-sunken"
    >
      <span className="sr-only">Remove filter </span>
      <span className="min-w-0">{text}</span>
      <svg viewBox="0 0 8 8" className="size-2 shrink-0" aria-hidden="true">
        <path d="m1 1 6 6M7 1 1 7" fill="none" stroke="currentColor" strokeWidth="1.4" />
      </svg>
    </Link>
  );
}
