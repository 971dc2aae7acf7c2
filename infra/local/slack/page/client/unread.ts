import { useEffect, useState } from 'react';
import type { Workspace } from './types.ts';

/** How many messages of others came to each channel since this page was opened and the channel was last shown. */
export function useUnread(
  workspace: Workspace | undefined,
  shown: string | undefined,
): Readonly<Record<string, number>> {
  const [seen, setSeen] = useState<{ by: string; last: Readonly<Record<string, string>> }>();
  useEffect(() => {
    if (workspace === undefined) return;
    setSeen((before) => {
      const known = before?.by === workspace.me ? before.last : undefined;
      if (known === undefined) return { by: workspace.me, last: newest(workspace, () => true) };
      const now = newest(workspace, (channel) => channel === shown);
      return Object.entries(now).every(([channel, ts]) => known[channel] === ts)
        ? before
        : { by: workspace.me, last: { ...known, ...now } };
    });
  }, [workspace, shown]);

  const unread: Record<string, number> = {};
  if (seen === undefined || seen.by !== workspace?.me) return unread;
  for (const { channel, ts, user } of workspace.messages) {
    if (channel === shown || user === workspace.me || ts <= (seen.last[channel] ?? '')) continue;
    unread[channel] = (unread[channel] ?? 0) + 1;
  }
  return unread;
}

function newest(workspace: Workspace, wanted: (channel: string) => boolean): Record<string, string> {
  const last: Record<string, string> = {};
  for (const { channel, ts } of workspace.messages)
    if (wanted(channel) && ts > (last[channel] ?? '')) last[channel] = ts;
  return last;
}
