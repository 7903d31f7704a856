/**
 * Collects values and hands them on together, each once: the first right away, those that follow when `everyMs` have
 * passed and the hand-over before is done.
 * @param hand must not throw
 */
export function gather<T>(everyMs: number, hand: (values: T[]) => Promise<void>): (value: T) => void {
  const waiting = new Set<T>();
  let isResting = false;

  async function handOn(): Promise<void> {
    if (isResting || waiting.size === 0) return;
    isResting = true;
    const values = [...waiting];
    waiting.clear();
    const rested = new Promise<void>((resolve) => setTimeout(resolve, everyMs).unref());
    await hand(values);
    await rested;
    isResting = false;
    void handOn();
  }

  return (value) => {
    waiting.add(value);
    void handOn();
  };
}
