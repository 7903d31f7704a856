import { Form, useLocation, useNavigate } from "@remix-run/react";
import { type FormEvent, type ReactNode, useState } from "react";
import { Button } from "#app/ui/button.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";

type Props = {
  label: string;
  /** Names of the filters whose value in the URL could not be used. */
  ignored: string[];
  isFiltered: boolean;
  children: ReactNode;
};

/**
 * The filters of a list, as a form that puts them into the URL. A new URL makes a new form, so that Back shows its values;
 * but for the one that the form asked for itself, so that who goes on typing loses neither what was typed nor the place.
 */
export function FilterBar({ label, ignored, isFiltered, children }: Props) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [shown, setShown] = useState<{ search: string; asked: string | null; form: number }>({
    search,
    asked: null,
    form: 0,
  });
  if (search !== shown.search) {
    setShown({ search, asked: null, form: search === shown.asked ? shown.form : shown.form + 1 });
  }

  /** Without JavaScript the browser sends empty fields too, which means the same and only makes a long address. */
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(given as [string, string][]);
    setShown({ ...shown, asked: query.size > 0 ? `?${query}` : "" });
    navigate(`?${query}`);
  }

  return (
    <div className="mb-4 grid gap-3">
      <Form
        key={shown.form}
        onSubmit={submit}
        role="search"
        aria-label={label}
        className="flex flex-wrap items-end gap-2"
      >
        {children}
        <div className="flex gap-2">
          <Button>Filter</Button>
          {isFiltered && (
            <LinkButton to={pathname} look="quiet">
              Reset
            </LinkButton>
          )}
        </div>
      </Form>
      {ignored.length > 0 && (
        <Notice tone="warn" title="A part of this address was not understood" role="status">
          Left out: {ignored.join(", ")}. The list shows everything else that you asked for.
        </Notice>
      )}
    </div>
  );
}
