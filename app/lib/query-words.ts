/** "type: call · campaign is not: Solar": what a list is filtered by; empty for an unfiltered one. */
export function queryWords(query: string): string {
  const asked = new URLSearchParams(query);
  const said = [...asked].filter(([name, value]) => value !== "" && !name.endsWith("_is"));
  return said
    .map(([name, value]) => `${name}${asked.get(`${name}_is`) === "not" ? " is not" : ""}: ${value}`)
    .join(" · ");
}
