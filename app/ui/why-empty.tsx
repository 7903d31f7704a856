import { lazy, Suspense } from "react";
import type { Reasoned } from "#app/ui/empty-reasons.tsx";

const EmptyReasons = lazy(() => import("#app/ui/empty-reasons.tsx"));

/**
 * Shown in place of an empty list: which filter excludes everything, and what the portal knows of rows that never came.
 * A list with rows does not load it.
 */
export function WhyEmpty(props: Reasoned) {
  return (
    <Suspense>
      <EmptyReasons {...props} />
    </Suspense>
  );
}
