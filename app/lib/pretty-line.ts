const LEVELS: Record<number, string> = { 10: "trace", 20: "debug", 30: "info", 40: "WARN", 50: "ERROR", 60: "FATAL" };

/** A line of the log for people: time of day, level, message, the other facts, and the stack of an error below. */
export function prettyLine(json: string): string {
  const { level, time, msg = "", err, ...facts } = JSON.parse(json);
  const clock = new Date(time).toTimeString().slice(0, 8);
  const told = Object.entries(facts).map(
    ([name, fact]) => `${name}=${typeof fact === "string" ? fact : JSON.stringify(fact)}`,
  );
  const stack = err ? `\n${String(err.stack ?? err.message).replace(/^/gm, "    ")}` : "";
  return `${[clock, (LEVELS[level] ?? String(level)).padEnd(5), msg, ...told].join(" ")}${stack}\n`;
}
