import { CopyButton } from "#app/ui/buttons.tsx";

/** Preformatted text with a copy button and a label. The tab stop makes it scrollable by keyboard. */
export function CodeBlock({ label, text, wrap }: { label: string; text: string; wrap?: boolean }) {
  return (
    <figure className="min-w-0">
      <figcaption className="mb-1 flex min-h-6 items-center justify-between gap-2 text-xs font-medium text-ink-soft">
        {label}
        <CopyButton text={text} label={`Copy: ${label}`} />
      </figcaption>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className={`max-h-112 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs leading-5 ${wrap ? "break-all whitespace-pre-wrap" : ""}`}
      >
        {text}
      </pre>
    </figure>
  );
}
