import { useClock } from "#app/ui/clock.tsx";
import { Time } from "#app/ui/time.tsx";

/** When the worker asks again. A time that has passed is due: the worker takes it up as soon as it can. */
export function NextTry({ at }: { at: Date }) {
  const { now } = useClock();
  if (at <= now) return <>next try is due now</>;
  return (
    <>
      next try <Time at={at} show="relative" />
    </>
  );
}
