const STEPS = 5;

/**
 * Calls `then` once this process has had `ms` milliseconds to get something done. A process that is not given the
 * processor for a while, or is busy itself, finds its timers due before it sees the answers that came meanwhile, and
 * would blame somebody else: here such a while counts as one step of five at most.
 * @returns how to call it off
 */
export function afterAwake(ms: number, then: () => void): () => void {
  let steps = 0;
  const timer = setInterval(() => {
    steps += 1;
    if (steps < STEPS) return;
    clearInterval(timer);
    then();
  }, ms / STEPS);
  return () => clearInterval(timer);
}
