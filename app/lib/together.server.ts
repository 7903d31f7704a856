import { togetherOrAlone } from "#app/lib/together-or-alone.server.ts";

type Waiting<In, Out> = { value: In } & PromiseWithResolvers<Out>;

/**
 * Lets many that ask for the same kind of thing at the same time share one call of `work`: while a call is under way, what
 * is asked for collects, and the next call does it. A lone caller waits for nobody. One value that makes `work`
 * throw fails alone: each value of its call is then tried alone.
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
    const answer = async (asked: readonly Waiting<In, Out>[]) => {
      const answers = await work(asked.map(({ value }) => value));
      return asked.map(({ resolve }, index) => resolve(answers[index] as Out));
    };
    await togetherOrAlone(batch, answer, { isFatal: () => false, instead: ({ reject }, error) => reject(error) });
  }

  async function drain(): Promise<void> {
    if (isUnderWay) return;
    isUnderWay = true;
    await null; // callers of the same tick come along
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
