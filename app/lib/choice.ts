/** What a filter is picked to be: one value, any of several, or none of these. */
export type Choice<Value> = Value | { anyOf: Value[] } | { noneOf: Value[] };

type Listed<Value> = { wanted: Value[]; unwanted: Value[] };

/** The values of a choice that rows must have one of, and those that they must not have. Both are empty if nothing is chosen. */
export function listChosen<Value extends string | number>(choice: Choice<Value> | undefined): Listed<Value> {
  if (choice === undefined) return { wanted: [], unwanted: [] };
  if (typeof choice !== "object") return { wanted: [choice], unwanted: [] };
  return "anyOf" in choice ? { wanted: choice.anyOf, unwanted: [] } : { wanted: [], unwanted: choice.noneOf };
}
