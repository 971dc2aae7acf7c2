/** What is open: the list of channels, a channel, or a thread in it. */
export interface Location {
  readonly channel?: string;
  readonly thread?: string;
}

/** From the address: `/archives/<channel>/p<ts without dot>`, as permalinks are written. */
export function locationNow(): Location {
  const match = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(window.location.pathname);
  if (match === null) return {};
  const thread =
    new URLSearchParams(window.location.search).get('thread_ts') ?? (match[2] && `${match[2]}.${match[3]}`);
  return { channel: match[1], thread: thread || undefined };
}

export function hrefOf({ channel, thread }: Location): string {
  if (channel === undefined) return '/';
  return `/archives/${channel}${thread === undefined ? '' : `/p${thread.replace('.', '')}`}`;
}
