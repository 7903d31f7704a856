import type { ComponentProps } from "react";
import { type ButtonLook, buttonClass } from "#app/ui/button-class.ts";

/** A button. `look`: primary for the one main action of a form, danger for what destroys, quiet for the rest. */
export function Button({ look, className, ...rest }: ComponentProps<"button"> & { look?: ButtonLook }) {
  return <button type="submit" className={buttonClass(look, className)} {...rest} />;
}
