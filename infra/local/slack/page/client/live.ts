import { useEffect, useState } from 'react';
import type { Message, Workspace } from './types.ts';

type Event =
  | { kind: 'snapshot'; snapshot: Workspace }
  | { kind: 'message'; message: Message }
  | { kind: 'message-removed' | 'ephemeral-removed'; channel: string; ts: string }
  | { kind: 'ephemeral'; message: Message }
  | { kind: 'channel'; channel: Workspace['channels'][number] }
  | { kind: 'canvases'; canvases: Workspace['canvases'] }
  | { kind: 'people'; people: Workspace['people'] }
  | { kind: 'views'; views: Workspace['views'] }
  | { kind: 'home'; home: Workspace['home'] }
  | { kind: 'status'; statuses: Workspace['statuses']; sessions: Workspace['sessions'] }
  | { kind: 'prompts'; prompts: Workspace['prompts'] }
  | { kind: 'bot'; away: boolean };

/** The workspace as one person sees it, kept up to date; `connected` is false while the server is out of reach. */
export function useWorkspace(user: string): { workspace: Workspace | undefined; connected: boolean } {
  const [workspace, setWorkspace] = useState<Workspace>();
  const [connected, setConnected] = useState(true);
  useEffect(() => {
    const source = new EventSource(`/page/events?user=${encodeURIComponent(user)}`);
    source.onopen = () => setConnected(true);
    source.onerror = () => setConnected(false);
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as Event;
      setWorkspace((before) => (event.kind === 'snapshot' ? event.snapshot : before && applied(before, event)));
    };
    return () => source.close();
  }, [user]);
  return { workspace, connected };
}

function applied(before: Workspace, event: Exclude<Event, { kind: 'snapshot' }>): Workspace {
  switch (event.kind) {
    case 'message':
      return { ...before, messages: placed(before.messages, event.message) };
    case 'message-removed':
      return { ...before, messages: without(before.messages, event) };
    case 'ephemeral':
      return { ...before, ephemerals: placed(before.ephemerals, event.message) };
    case 'ephemeral-removed':
      return { ...before, ephemerals: without(before.ephemerals, event) };
    case 'channel': {
      const others = before.channels.filter((one) => one.id !== event.channel.id);
      const known = before.channels.some((one) => one.id === event.channel.id);
      const channels = known
        ? before.channels.map((one) => (one.id === event.channel.id ? event.channel : one))
        : [...others, event.channel];
      return { ...before, channels };
    }
    case 'bot':
      return { ...before, bot: { ...before.bot, away: event.away } };
    default: {
      const { kind: _kind, ...fields } = event;
      return { ...before, ...fields };
    }
  }
}

const same = (one: { channel: string; ts: string }, other: { channel: string; ts: string }) =>
  one.ts === other.ts && one.channel === other.channel;

function placed(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findIndex((one) => same(one, message));
  return at === -1 ? [...messages, message] : messages.with(at, message);
}

function without(messages: readonly Message[], gone: { channel: string; ts: string }): readonly Message[] {
  return messages.filter((one) => !same(one, gone));
}
