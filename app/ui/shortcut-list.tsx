const shortcuts: [keys: string[], what: string][] = [
  [["/"], "Search or filter the list"],
  [["j", "k"], "Next row, previous row"],
  [["Enter"], "Open the row"],
  [["[", "]"], "Newer page, older page"],
  [["g", "o"], "Go to the Overview"],
  [["g", "w"], "Go to the Webhook Logs"],
  [["g", "l"], "Go to Leads"],
  [["g", "c"], "Go to Calls"],
  [["g", "t"], "Go to Test Tools"],
  [["?"], "Show this list"],
];

/** The keys that the portal listens to. */
export function ShortcutList() {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5 text-sm">
      {shortcuts.map(([keys, what]) => (
        <div key={what} className="col-span-2 grid grid-cols-subgrid">
          <dt className="flex gap-1">
            {keys.map((key) => (
              <kbd key={key} className="rounded-sm border border-line-strong/60 bg-sunken px-1.5 font-mono text-xs">
                {key}
              </kbd>
            ))}
          </dt>
          <dd>{what}</dd>
        </div>
      ))}
    </dl>
  );
}
