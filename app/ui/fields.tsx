import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "#app/lib/class-names.ts";

const control =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-faint hover:border-ink-faint md:text-sm";

type Labelled = { label: string; hint?: ReactNode; error?: ReactNode; className?: string };

/** A label, a control, and a hint or an error. `render` gets the ids that connect them. */
function Field(
  props: Labelled & { render: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode },
) {
  const id = useId();
  const note = props.error ?? props.hint;
  return (
    <div className={classNames("min-w-0", props.className)}>
      <label htmlFor={id} className="mb-1 block text-xs font-medium text-ink-soft">
        {props.label}
      </label>
      {props.render({
        id,
        ...(note !== undefined && { "aria-describedby": `${id}-note` }),
        ...(props.error !== undefined && { "aria-invalid": true }),
      })}
      {note !== undefined && (
        <p id={`${id}-note`} className={classNames("mt-1 text-xs", props.error ? "text-bad" : "text-ink-faint")}>
          {note}
        </p>
      )}
    </div>
  );
}

export function Input({ label, hint, error, className, ...rest }: Labelled & ComponentProps<"input">) {
  return (
    <Field
      {...{ label, hint, error, className }}
      render={(ids) => <input className={classNames(control, "h-9 md:h-8")} {...ids} {...rest} />}
    />
  );
}

export function Select({ label, hint, error, className, ...rest }: Labelled & ComponentProps<"select">) {
  return (
    <Field
      {...{ label, hint, error, className }}
      render={(ids) => <select className={classNames(control, "h-9 pe-1 md:h-8")} {...ids} {...rest} />}
    />
  );
}

export function Textarea({ label, hint, error, className, ...rest }: Labelled & ComponentProps<"textarea">) {
  return (
    <Field
      {...{ label, hint, error, className }}
      render={(ids) => (
        <textarea
          className={classNames(control, "block py-2 font-mono leading-5 md:text-xs")}
          spellCheck={false}
          autoComplete="off"
          {...ids}
          {...rest}
        />
      )}
    />
  );
}
