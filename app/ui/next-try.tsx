import { useClock } from "#app/ui/clock.tsx";
import { Time } from "#app/ui/time.tsx";

/** When the worker asks again. A time that has passed is due: the worker takes it up as soon as it can. */
export function NextTry({ at, show }: { at: Date; show: "relative" | "both" }) {
  const { now } = useClock();
  return at <= now ? <>due now</> : <Time at={at} show={show} />;
}
