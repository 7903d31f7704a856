import type { ReceivedFields } from "#app/features/test-tools/list-received-fields.server.ts";
import { CopyButton } from "#app/ui/buttons.tsx";

type Props = { caption: string; received: ReceivedFields };

/** The name to enter for each field of Convoso, and whether the field has come. */
export function AdaptorTable({ caption, received: { fields, deliveries } }: Props) {
  const all = fields.map(({ section, field, mappedTo }) => `${section}\t${field}\t${mappedTo}`).join("\n");
  return (
    <div>
      <p className="mb-1 flex min-h-6 items-center justify-between gap-2 text-xs text-ink-soft">
        {deliveries === 0
          ? "Nothing real has arrived yet."
          : `✓: arrived in the latest ${deliveries === 1 ? "delivery" : `${deliveries} deliveries`}`}
        <CopyButton text={all} label="Copy all names" words="Copy all" />
      </p>
      <table className="w-full text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-start text-xs text-ink-soft [&>th]:pb-1 [&>th]:text-start [&>th]:font-medium">
            <th scope="col">Section</th>
            <th scope="col">Field in Convoso</th>
            <th scope="col">Mapped To</th>
            <th scope="col">Received</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-t border-line">
          {fields.map(({ section, field, mappedTo, names }) => (
            <tr key={field}>
              <td className="py-0.5 pe-3 text-ink-faint sm:whitespace-nowrap">{section}</td>
              <td className="py-0.5 pe-3 font-mono text-xs wrap-anywhere sm:whitespace-nowrap">{field}</td>
              <td className="py-0.5 pe-3">
                <span className="flex items-center gap-1">
                  <code className="font-mono text-xs wrap-anywhere sm:whitespace-nowrap">{mappedTo}</code>
                  <CopyButton text={mappedTo} label={`Copy: ${mappedTo}`} />
                </span>
              </td>
              <td className="py-0.5 text-xs">
                <Received names={names} mappedTo={mappedTo} isAsked={deliveries > 0} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Received({ names, mappedTo, isAsked }: { names: string[]; mappedTo: string; isAsked: boolean }) {
  if (names.length === 0) return isAsked && <span className="text-ink-faint">not yet</span>;
  const isAsMapped = names.length === 1 && names[0] === mappedTo;
  return (
    <span className="wrap-anywhere">
      <span role="img" aria-label="Received" className="font-semibold text-ok">
        ✓
      </span>
      {!isAsMapped && <span className="text-ink-soft"> as {names.join(", ")}</span>}
    </span>
  );
}
