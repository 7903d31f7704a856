import { useNavigation } from "@remix-run/react";

/** A line at the top while the next page is on its way; the stylesheet waits a moment before it shows. */
export function Progress() {
  const isLoading = useNavigation().state !== "idle";
  return isLoading && <div role="progressbar" aria-label="Loading" className="progress" />;
}
