import { Link, type LinkProps } from "@remix-run/react";
import { type ComponentProps, useEffect, useState } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** A button. `look`: primary for a form's main action, danger for one that deletes, quiet for minor ones. */
export function Button({ look, className, ...rest }: ComponentProps<"button"> & { look?: ButtonLook }) {
  return <button type="submit" className={buttonClass(look, className)} {...rest} />;
}

/** A link that looks like a button, to open a page. It never changes data. */
export function LinkButton({ look, className, ...rest }: LinkProps & { look?: ButtonLook }) {
  return <Link className={buttonClass(look, className)} {...rest} />;
}

export type ButtonLook = "primary" | "plain" | "danger" | "quiet";

const looks: Record<ButtonLook, string> = {
  primary: "bg-ink text-surface border-transparent hover:bg-ink-soft",
  plain: "bg-surface text-ink border-line-strong/60 hover:bg-sunken hover:border-line-strong",
  danger: "bg-bad text-surface border-transparent hover:opacity-90",
  quiet: "bg-transparent text-ink-soft border-transparent hover:bg-sunken hover:text-ink",
};

/** The classes that buttons and button-like links share. */
export function buttonClass(look: ButtonLook = "plain", className?: string): string {
  return classNames(
    "print:hidden inline-flex h-9 cursor-pointer items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap motion-safe:transition-colors motion-safe:duration-100 disabled:cursor-not-allowed disabled:opacity-50 md:h-8",
    looks[look],
    className,
  );
}

/** Copies `text`. Hidden without JavaScript or HTTPS, because browsers then offer no clipboard. */
export function CopyButton({ text, label = "Copy", words = "Copy" }: { text: string; label?: string; words?: string }) {
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
        {isCopied ? "Copied" : words}
      </button>
      <span role="status" className="sr-only">
        {isCopied ? "Copied" : ""}
      </span>
    </span>
  );
}
