/** The logo, the same drawing as favicon.svg. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" className="size-6" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#1d4fd8" />
      <path d="M8 13v6M13.3 9v14M18.6 12v8M24 14.5v3" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
