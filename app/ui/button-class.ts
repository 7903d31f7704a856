import { classNames } from "#app/lib/class-names.ts";

export type ButtonLook = "primary" | "plain" | "danger" | "quiet";

const looks: Record<ButtonLook, string> = {
  primary: "bg-ink text-surface border-transparent hover:bg-ink-soft",
  plain: "bg-surface text-ink border-line-strong/60 hover:bg-sunken hover:border-line-strong",
  danger: "bg-bad text-surface border-transparent hover:opacity-90",
  quiet: "bg-transparent text-ink-soft border-transparent hover:bg-sunken hover:text-ink",
};

/** What buttons and links that look like buttons share. */
export function buttonClass(look: ButtonLook = "plain", className?: string): string {
  return classNames(
    "inline-flex h-9 cursor-pointer items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap motion-safe:transition-colors motion-safe:duration-100 disabled:cursor-not-allowed disabled:opacity-50 md:h-8",
    looks[look],
    className,
  );
}
