/** An outcome of a call: Convoso's code, and its name where that says more. */
export function Disposition({ code, name }: { code: string | null; name: string | null }) {
  if (code === null) return name;
  return (
    <span>
      <span className="font-mono text-xs font-medium">{code}</span>
      {name !== null && name.toLowerCase() !== code.toLowerCase() && <span className="text-ink-soft"> {name}</span>}
    </span>
  );
}
