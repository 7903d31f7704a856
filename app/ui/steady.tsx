import { type ReactNode, useState } from "react";

/**
 * Keeps what it shows as it is while somebody points at it or has the focus in it, so that no row moves away under the
 * click. `children` gets whether it is so. Give it a key that changes with the address.
 */
export function Steady({ children }: { children: (isHeld: boolean) => ReactNode }) {
  const [held, setHeld] = useState<ReactNode>(null);
  const hold = () => setHeld((before: ReactNode) => before ?? children(true));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches what goes on inside
    <div
      onPointerEnter={hold}
      onPointerLeave={() => setHeld(null)}
      onFocus={hold}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) setHeld(null);
      }}
    >
      {held ?? children(false)}
    </div>
  );
}
