import { Link } from "@remix-run/react";
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import { buttonClass } from "#app/ui/buttons.tsx";

const Finder = lazy(() => import("./finder.tsx"));

/** Opens the search for everything: its page, or with JavaScript a dialog, which the key "/" opens too. */
export function FindLink() {
  const [isOpen, setOpen] = useState(false);
  const early = useEarlyText(isOpen);
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
          <Finder early={early} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

/** What is typed while the dialog is still loading. No key of it counts as a shortcut. */
function useEarlyText(isOpen: boolean): { current: string } {
  const early = useRef("");
  useEffect(() => {
    if (!isOpen) return;
    early.current = "";
    const keep = (event: KeyboardEvent) => {
      if (event.key.length !== 1 || event.ctrlKey || event.metaKey || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      event.stopPropagation();
      early.current += event.key;
    };
    document.addEventListener("keydown", keep, true);
    return () => document.removeEventListener("keydown", keep, true);
  }, [isOpen]);
  return early;
}
