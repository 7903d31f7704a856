/** An e-mail address that breaks before its @ where it has no room, and elsewhere only if that is not enough. */
export function Email({ address }: { address: string }) {
  const at = address.lastIndexOf("@");
  if (at < 1) return <span className="wrap-anywhere">{address}</span>;
  return (
    <span className="wrap-anywhere">
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </span>
  );
}
