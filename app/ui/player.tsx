/** Plays a call's recording through our own address, so that the vendor's link never reaches the page. */
export function Player({ callId }: { callId: string }) {
  return (
    // biome-ignore lint/a11y/useMediaCaption: phone calls come without captions
    <audio
      controls
      preload="none"
      aria-label={`Recording of call ${callId}`}
      src={`/admin/super/calls/${encodeURIComponent(callId)}/recording`}
    />
  );
}
