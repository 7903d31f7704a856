import { Form, useLocation, useNavigate } from "@remix-run/react";
import type { FormEvent, ReactNode } from "react";
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

/** The filters of a list, as a form that puts them into the URL. A new URL makes a new form, so that Back shows its values. */
export function FilterBar({ label, ignored, isFiltered, children }: Props) {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();

  /** Without JavaScript the browser sends empty fields too, which means the same and only makes a long address. */
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].filter(([, value]) => value !== "");
    navigate(`?${new URLSearchParams(given as [string, string][])}`);
  }

  return (
    <div className="mb-4 grid gap-3">
      <Form key={search} onSubmit={submit} role="search" aria-label={label} className="flex flex-wrap items-end gap-2">
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
