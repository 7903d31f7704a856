import { useNavigate } from "@remix-run/react";
import { type ComponentProps, useEffect } from "react";

type Props = Omit<ComponentProps<"a">, "href"> & {
  /** An address of the portal, or only the query of this page. */
  to: string;
  /** As a new document. */
  reloadDocument?: boolean;
};

/**
 * A link to another page of the portal, for pages that hold many of them: a thousand of Remix's own take longer to render
 * than all the rest. {@link FollowLinks} sees to it that it loads no new document.
 */
export function PlainLink({ to, reloadDocument = false, ...rest }: Props) {
  return <a href={to} data-page={reloadDocument ? undefined : ""} {...rest} />;
}

/** Goes to the pages of clicked {@link PlainLink}s. Once for the whole portal. */
export function FollowLinks() {
  const navigate = useNavigate();
  useEffect(() => {
    function follow(event: MouseEvent) {
      const { target, button, metaKey, ctrlKey, shiftKey, altKey, defaultPrevented } = event;
      const link = target instanceof Element && target.closest("a[data-page]");
      // Whoever wants it in another tab or on the disk gets that from the browser.
      if (!link || button !== 0 || metaKey || ctrlKey || shiftKey || altKey || defaultPrevented) return;
      event.preventDefault();
      const { origin, pathname, search, hash } = new URL(link.getAttribute("href") ?? "", location.href);
      navigate(pathname + search + hash, { replace: origin + pathname + search + hash === location.href });
    }
    addEventListener("click", follow);
    return () => removeEventListener("click", follow);
  }, [navigate]);
  return null;
}
