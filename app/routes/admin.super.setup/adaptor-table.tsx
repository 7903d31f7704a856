import type { AdaptorField } from "#app/features/test-tools/list-adaptor-fields.server.ts";
import { CopyButton } from "#app/ui/copy-button.tsx";

/** Which field of Convoso goes under which name. */
export function AdaptorTable({ caption, fields }: { caption: string; fields: AdaptorField[] }) {
  return (
    <table className="w-full text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead>
        <tr className="text-start text-xs text-ink-soft [&>th]:pb-1 [&>th]:text-start [&>th]:font-medium">
          <th scope="col">Section</th>
          <th scope="col">Field in Convoso</th>
          <th scope="col">Mapped To</th>
        </tr>
      </thead>
      <tbody className="divide-y divide-line border-t border-line">
        {fields.map(({ section, field, mappedTo }) => (
          <tr key={field}>
            <td className="py-0.5 pe-3 text-ink-faint">{section}</td>
            <td className="py-0.5 pe-3 font-mono text-xs">{field}</td>
            <td className="py-0.5">
              <span className="flex items-center gap-1">
                <code className="font-mono text-xs">{mappedTo}</code>
                <CopyButton text={mappedTo} label={`Copy: ${mappedTo}`} />
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
