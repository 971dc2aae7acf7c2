/**
 * Does work, and once more beside it where it has not settled after `afterMs`: a connection that hangs costs no more than that.
 * The first result is taken, and the other work's signal aborted. Only for what is safe to repeat. A failure of the first
 * before then is thrown as it is; after it, when both have failed.
 */
export async function hedged<T>(
  afterMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const both = [new AbortController(), new AbortController()] as const;
  const follow = () => {
    for (const one of both) one.abort(outer?.reason);
  };
  if (outer?.aborted) follow();
  outer?.addEventListener('abort', follow, { once: true });
  const [first, second] = both;
  const { promise: late, resolve: isLate } = Promise.withResolvers<typeof LATE>();
  const timer = setTimeout(() => isLate(LATE), afterMs);
  timer.unref();
  try {
    const begun = work(first.signal);
    const settled = await Promise.race([begun, late]);
    if (settled !== LATE) return settled;
    return await Promise.any([begun, work(second.signal)]).catch(({ errors }: AggregateError) => {
      throw errors[0];
    });
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', follow);
    for (const one of both) one.abort(new DOMException('another answer came first', 'AbortError'));
  }
}

const LATE = Symbol('late');
