/** What to do where `work` throws: `isFatal` names the failures that every item would meet, `instead` answers for one item. */
type OnFailure<Item, Result> = {
  isFatal: (error: unknown) => boolean;
  instead: (item: Item, error: unknown) => Result | Promise<Result>;
};

/**
 * Does `work` on all items at once. Where that throws, does it on each item alone, in turn, so that one bad item fails alone.
 * @returns the result of each item, in order
 * @throws what is fatal
 */
export async function togetherOrAlone<Item, Result>(
  items: readonly Item[],
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
  { isFatal, instead }: OnFailure<Item, Result>,
): Promise<readonly Result[]> {
  const [item] = items;
  if (item === undefined) return [];
  try {
    return await work(items);
  } catch (error) {
    if (isFatal(error)) throw error;
    if (items.length === 1) return [await instead(item, error)];
  }
  const results: Result[] = [];
  for (const one of items) results.push(...(await togetherOrAlone([one], work, { isFatal, instead })));
  return results;
}
