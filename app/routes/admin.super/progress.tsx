import { useNavigation } from "@remix-run/react";

/** A bar at the top while a page loads. The stylesheet shows it after a short delay. */
export function Progress() {
  const isLoading = useNavigation().state !== "idle";
  return isLoading && <div role="progressbar" aria-label="Loading" className="progress" />;
}
