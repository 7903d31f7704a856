type Waiting<In, Out> = { value: In } & PromiseWithResolvers<Out>;

/**
 * Lets many that ask for the same kind of thing at the same time share one call of `work`: while a call is under way, what
 * is asked for collects, and the next call does it. Whoever asks alone waits for nobody. One value that makes `work`
 * throw fails alone: each of its call is then tried by itself.
 * @param most values in one call
 * @param work answers for each value, in their order
 */
export function together<In, Out>(
  most: number,
  work: (values: In[]) => Promise<readonly Out[]>,
): (value: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let isUnderWay = false;

  async function settle(batch: Waiting<In, Out>[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ value }) => value));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Out);
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else await Promise.all(batch.map((one) => settle([one])));
    }
  }

  async function drain(): Promise<void> {
    if (isUnderWay) return;
    isUnderWay = true;
    await null; // whoever asks in the same breath comes along
    while (waiting.length > 0) await settle(waiting.splice(0, most));
    isUnderWay = false;
  }

  return (value) => {
    const asked = { value, ...Promise.withResolvers<Out>() };
    waiting.push(asked);
    void drain();
    return asked.promise;
  };
}
