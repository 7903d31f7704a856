import { useEffect, useState } from "react";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** Copies `text`. Not there without JavaScript, nor on a page without HTTPS, where browsers give no clipboard. */
export function CopyButton({ text, label = "Copy" }: { text: string; label?: string }) {
  const [isCopied, setCopied] = useState(false);
  const canCopy = useHydrated() && navigator.clipboard !== undefined;

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);

  return (
    <span className={canCopy ? "shrink-0" : "invisible shrink-0"}>
      <button
        type="button"
        aria-label={label}
        onClick={async () => {
          await navigator.clipboard.writeText(text);
          setCopied(true);
        }}
        className="min-h-6 cursor-pointer rounded-sm px-1.5 text-xs font-medium text-ink-soft hover:bg-sunken hover:text-ink"
      >
        {isCopied ? "Copied" : "Copy"}
      </button>
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </span>
  );
}
