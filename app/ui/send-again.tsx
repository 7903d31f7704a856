import type { ReactNode } from "react";
import type { SentForm } from "#app/features/auth/keep-form.server.ts";
import { isOwnField, KEPT } from "#app/lib/kept-form.ts";
import { Button } from "#app/ui/buttons.tsx";

/** Why a form was not taken. */
export function whyUnsent({ why, fault }: SentForm): string {
  if (why === "refused") return fault ?? "This was not taken";
  return why === "outage"
    ? "The portal could not store this when you sent it"
    : "Your session had ended when you sent this";
}

/** A form that was not taken, with its fields filled in, to be sent to `to` as it was. `children`: other buttons of it. */
export function SendAgain({ form: { to, page, fields }, children }: { form: SentForm; children?: ReactNode }) {
  const typed = fields.filter(([name, value]) => value.trim() !== "" && name !== "intent" && !isOwnField(name));
  return (
    <form method="post" action={to} className="grid gap-3">
      <dl className="grid grid-cols-[minmax(5rem,auto)_1fr] gap-x-5 gap-y-1.5 rounded-md bg-sunken p-3 text-sm">
        {typed.map(([name, value], place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a form may have a name twice, and never changes
          <div key={place} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="min-w-0 whitespace-pre-wrap">{value}</dd>
          </div>
        ))}
      </dl>
      {fields.map(([name, value], place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <input key={place} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name={KEPT.page} value={page} />
      <div className="flex flex-wrap gap-2">
        <Button look="primary">Send now</Button>
        {children}
      </div>
    </form>
  );
}
