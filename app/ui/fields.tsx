import { type ComponentProps, type ReactNode, useId } from "react";
import { classNames } from "#app/lib/class-names.ts";
import { formatNumber } from "#app/lib/format-number.ts";

const control =
  "w-full min-w-0 rounded-md border border-line-strong bg-surface px-2.5 text-base text-ink placeholder:text-ink-faint hover:border-ink-faint md:text-sm";

type Labelled = {
  label: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** So many characters the server takes. The control does not cut what is longer, so that nothing is lost unnoticed. */
  most?: number | undefined;
  className?: string;
};

const limitWords = (most: number) => `At most ${formatNumber(most)} characters.`;

/** A label, a control, and a hint or an error. `render` gets the ids that connect them. */
function Field(
  props: Labelled & { render: (ids: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode },
) {
  const id = useId();
  const limit = props.most === undefined ? undefined : limitWords(props.most);
  const hint =
    props.hint !== undefined && limit !== undefined ? (
      <>
        {props.hint} {limit}
      </>
    ) : (
      (props.hint ?? limit)
    );
  const note = props.error ?? hint;
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

export function Input({ label, hint, error, most, className, ...rest }: Labelled & ComponentProps<"input">) {
  return (
    <Field
      {...{ label, hint, error, most, className }}
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

export function Textarea({ label, hint, error, most, className, ...rest }: Labelled & ComponentProps<"textarea">) {
  return (
    <Field
      {...{ label, hint, error, most, className }}
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
