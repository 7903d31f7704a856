import type { ComponentProps } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { PlainLink } from "#app/ui/plain-link.tsx";

/** A link in running text or in a table cell. */
export function TextLink({ className, ...rest }: ComponentProps<typeof PlainLink>) {
  return (
    <PlainLink
      className={classNames(
        "font-medium text-accent underline-offset-2 hover:underline focus-visible:underline",
        className,
      )}
      {...rest}
    />
  );
}
