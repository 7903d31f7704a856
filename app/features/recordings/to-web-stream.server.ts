/** As `ReadableStream.from`, but a reader who leaves need not wait for a source that has fallen silent. */
export function toWebStream(chunks: AsyncGenerator<Uint8Array>, onLeave: () => void): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: onLeave,
  });
}
