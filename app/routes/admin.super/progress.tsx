import { useLocation, useNavigation } from "@remix-run/react";
import { useEffect } from "react";
import { noteSending } from "#app/ui/last-sent.ts";

/** A bar at the top while a page loads, and what a form holds that is on its way. The stylesheet shows it after a short delay. */
export function Progress() {
  const navigation = useNavigation();
  const { pathname, search } = useLocation();
  useEffect(() => noteSending(navigation, pathname + search));
  const isLoading = navigation.state !== "idle";
  return isLoading && <div role="progressbar" aria-label="Loading" className="progress" />;
}
