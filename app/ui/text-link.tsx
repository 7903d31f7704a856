import { Link, type LinkProps } from "@remix-run/react";
import { classNames } from "#app/lib/class-names.ts";

/** A link in running text or in a table cell. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link
      className={classNames(
        "font-medium text-accent underline-offset-2 hover:underline focus-visible:underline",
        className,
      )}
      {...rest}
    />
  );
}
