const STEPS = 5;

/**
 * Calls `then` after this process has run for `ms` milliseconds. A pause of the process counts as at most a fifth of them:
 * after a pause, timers are due before the answers that came meanwhile are seen.
 * @returns how to cancel it
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
