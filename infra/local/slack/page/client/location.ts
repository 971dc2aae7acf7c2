/** What is open: the list of channels, a channel, a thread in it, or a canvas. */
export interface Location {
  readonly channel?: string;
  readonly thread?: string;
  readonly canvas?: string;
}

const canvasPath = /^\/docs\/([A-Z0-9]+)\/(F[A-Z0-9]+)$/;

/** From the address: `/archives/<channel>/p<ts without dot>`, as permalinks are written, or `/docs/<team>/<canvas>`. */
export function locationNow(): Location {
  const canvas = canvasOf(window.location.href);
  if (canvas !== undefined) return { canvas };
  const match = /^\/archives\/([A-Z0-9]+)(?:\/p(\d{10})(\d{6}))?/.exec(window.location.pathname);
  if (match === null) return {};
  const thread =
    new URLSearchParams(window.location.search).get('thread_ts') ?? (match[2] && `${match[2]}.${match[3]}`);
  return { channel: match[1], thread: thread || undefined };
}

/** The canvas of this workspace that an address leads to. */
export function canvasOf(href: string): string | undefined {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  return url?.origin === window.location.origin ? canvasPath.exec(url.pathname)?.[2] : undefined;
}

export function hrefOf({ channel, thread, canvas }: Location, team = ''): string {
  if (canvas !== undefined) return `/docs/${team}/${canvas}`;
  if (channel === undefined) return '/';
  return `/archives/${channel}${thread === undefined ? '' : `/p${thread.replace('.', '')}`}`;
}
