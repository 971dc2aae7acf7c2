import { join } from 'node:path';
import { type Journal, type JournalEntry, openJournal, readJournal } from './journal.ts';
import type {
  CanvasRecord,
  ChannelRecord,
  FileRecord,
  MessageRecord,
  PersonRecord,
  ResponseUrlRecord,
  ScheduledRecord,
  SessionRecord,
  UserGroupRecord,
  ViewRecord,
} from './records.ts';

/** Records of one kind, kept in the order of their first insertion. */
export interface Collection<T> {
  get(key: string): T | undefined;
  list(): readonly T[];
  put(key: string, record: T): T;
  remove(key: string): void;
}

export interface WorkspaceStore {
  readonly people: Collection<PersonRecord>;
  readonly channels: Collection<ChannelRecord>;
  /** Key: `<channel>/<ts>`; read them through `messagesIn`. */
  readonly messages: Collection<MessageRecord>;
  readonly files: Collection<FileRecord>;
  /** Published Home views, by person. */
  readonly homes: Collection<ViewRecord>;
  readonly sessions: Collection<SessionRecord>;
  readonly userGroups: Collection<UserGroupRecord>;
  readonly canvases: Collection<CanvasRecord>;
  readonly responseUrls: Collection<ResponseUrlRecord>;
  readonly scheduled: Collection<ScheduledRecord>;
  /** Messages and replies of a channel, oldest first. */
  messagesIn(channel: string): readonly MessageRecord[];
  message(channel: string, ts: string): MessageRecord | undefined;
  /** A timestamp later than every earlier one: seconds, a dot and six digits. */
  nextTs(): string;
  close(): void;
}

const kinds = [
  'people',
  'channels',
  'messages',
  'files',
  'homes',
  'sessions',
  'userGroups',
  'canvases',
  'responseUrls',
  'scheduled',
] as const;
type Kind = (typeof kinds)[number];

/**
 * Opens the workspace's records: those kept in `stateDir/workspace.jsonl`, or none. Without a `stateDir` nothing is
 * written.
 */
export function createWorkspaceStore(options: { stateDir?: string; now: () => Date }): WorkspaceStore {
  const records = Object.fromEntries(kinds.map((kind) => [kind, new Map<string, unknown>()])) as Record<
    Kind,
    Map<string, unknown>
  >;
  const byChannel = new Map<string, Map<string, MessageRecord>>();
  let lastMicros = 0;

  const index = (message: MessageRecord): void => {
    const inChannel = byChannel.get(message.channel) ?? new Map<string, MessageRecord>();
    inChannel.set(message.ts, message);
    byChannel.set(message.channel, inChannel);
    lastMicros = Math.max(lastMicros, microsOf(message.ts));
  };

  const path = options.stateDir === undefined ? undefined : join(options.stateDir, 'workspace.jsonl');
  if (path !== undefined) restore(readJournal(path), records);
  for (const message of records.messages.values()) index(message as MessageRecord);
  const journal: Journal | undefined = path === undefined ? undefined : openJournal(path, entriesOf(records));

  function collection<T>(kind: Kind, changed?: { put(record: T): void; removed(record: T): void }): Collection<T> {
    const map = records[kind] as Map<string, T>;
    return {
      get: (key) => map.get(key),
      list: () => [...map.values()],
      put: (key, record) => {
        map.set(key, record);
        changed?.put(record);
        journal?.append({ kind, key, record });
        return record;
      },
      remove: (key) => {
        const record = map.get(key);
        if (record === undefined) return;
        map.delete(key);
        changed?.removed(record);
        journal?.append({ kind, key });
      },
    };
  }

  return {
    people: collection('people'),
    channels: collection('channels'),
    messages: collection<MessageRecord>('messages', {
      put: index,
      removed: (message) => byChannel.get(message.channel)?.delete(message.ts),
    }),
    files: collection('files'),
    homes: collection('homes'),
    sessions: collection('sessions'),
    userGroups: collection('userGroups'),
    canvases: collection('canvases'),
    responseUrls: collection('responseUrls'),
    scheduled: collection('scheduled'),
    messagesIn: (channel) => [...(byChannel.get(channel)?.values() ?? [])],
    message: (channel, ts) => byChannel.get(channel)?.get(ts),
    nextTs: () => {
      lastMicros = Math.max(options.now().getTime() * 1000, lastMicros + 1);
      return formatTs(lastMicros);
    },
    close: () => journal?.close(),
  };
}

/** The key of a message in the store. */
export function messageKey(channel: string, ts: string): string {
  return `${channel}/${ts}`;
}

function restore(entries: readonly JournalEntry[], records: Record<Kind, Map<string, unknown>>): void {
  for (const entry of entries) {
    const map = records[entry.kind as Kind] as Map<string, unknown> | undefined;
    if (map === undefined) continue;
    if (entry.record === undefined) map.delete(entry.key);
    else map.set(entry.key, entry.record);
  }
}

function entriesOf(records: Record<Kind, Map<string, unknown>>): readonly JournalEntry[] {
  return kinds.flatMap((kind) => [...records[kind]].map(([key, record]) => ({ kind, key, record })));
}

function microsOf(ts: string): number {
  const [seconds = '0', micros = '0'] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(micros);
}

function formatTs(micros: number): string {
  const seconds = Math.floor(micros / 1_000_000);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}`;
}
