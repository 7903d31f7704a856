/**
 * Indents JSON text by two spaces and changes nothing else: every token stays as it was sent, so that a number beyond
 * 2^53, a repeated key, or the order of keys is shown as it is. Null where the text is no JSON object or array.
 */
export function indentJson(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return null;
  } catch {
    return null;
  }
  let depth = 0;
  const line = () => `\n${"  ".repeat(depth)}`;
  // One token at a time: a string, an empty pair, a mark, or a run of anything else. White space between them goes.
  return (text.match(/"(?:[^"\\]|\\.)*"|\[\s*\]|\{\s*\}|[{}[\],:]|[^\s"{}[\],:]+/g) ?? [])
    .map((token) => {
      if (token === "{" || token === "[") {
        depth += 1;
        return token + line();
      }
      if (token === "}" || token === "]") {
        depth -= 1;
        return line() + token;
      }
      if (token === ",") return token + line();
      if (token === ":") return ": ";
      return /^[[{]/.test(token) ? token.replace(/\s/g, "") : token;
    })
    .join("");
}
