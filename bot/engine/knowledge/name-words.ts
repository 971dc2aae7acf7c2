import { COMMON_WORDS } from '../../domain/nearest.ts';

/** What people end or begin the names of services with; a word of a question that holds one of them as a part is a name. */
const ROLES =
  'agent api app auth backend bff broker cache client collector connector consumer controller cron daemon database db edge engine exporter fn frontend function gateway grpc gw importer indexer ingest ingester job kafka lambda lb listener loader manager mongo mysql nginx operator poller postgres processor producer proxy publisher queue rabbitmq redis relay router runner scheduler sender server service sidecar store subscriber svc sync syncer task ui watcher web webhook worker writer'.split(
    ' ',
  );

/** Whether a word is written as services are named: parts joined by hyphens or underscores, one of them a role. */
export function isWrittenAsName(word: string): boolean {
  const parts = word.toLowerCase().split(/[-_]/);
  return (
    parts.length > 1 && parts.every((part) => /^[a-z\d]+$/.test(part)) && parts.some((part) => ROLES.includes(part))
  );
}

/** Words of complaints that are no misspelt name, however near they are to one. */
export const PLAIN_WORDS: ReadonlySet<string> = new Set([
  ...COMMON_WORDS,
  ...['answers', 'customer', 'customers', 'gateway', 'machine', 'message', 'messages', 'minutes', 'request', 'servers'],
]);
