import { Link } from "@remix-run/react";
import { lazy, Suspense, useState } from "react";
import { buttonClass } from "#app/ui/buttons.tsx";

const Finder = lazy(() => import("./finder.tsx"));

/** Opens the search for everything: its page, or with JavaScript a dialog, which the key "/" opens too. */
export function FindLink() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Link
        to="/admin/super/search"
        data-find
        aria-keyshortcuts="/"
        className={buttonClass("quiet", "px-2")}
        onClick={(event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        <svg
          viewBox="0 0 16 16"
          className="size-4"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
        >
          <circle cx="7" cy="7" r="4.6" />
          <path d="m10.5 10.5 3.7 3.7" strokeLinecap="round" />
        </svg>
        <span className="max-md:sr-only">Search</span>
      </Link>
      {isOpen && (
        <Suspense>
          <Finder onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
