import { Link, type LinkProps } from "@remix-run/react";
import { type ButtonLook, buttonClass } from "#app/ui/button-class.ts";

/** A link that looks like a button: for going somewhere, never for changing something. */
export function LinkButton({ look, className, ...rest }: LinkProps & { look?: ButtonLook }) {
  return <Link className={buttonClass(look, className)} {...rest} />;
}
