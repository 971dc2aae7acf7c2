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
export const PLAIN_WORDS: ReadonlySet<string> = new Set(
  'about after again alert alerts answer answers before being broken calls cannot check could customer customers errors every failed failing fails gateway hours latency machine message messages minute minutes network nodes orders pages people please problem problems proxy queue request requests response responses routes server servers service services should since slower status still store system their there these times timeout timeouts today traffic users video wrong where which while worker works yesterday'.split(
    ' ',
  ),
);
