import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { knownKind } from './kind-names.ts';
import { type PrintedRow, parseAge, parsePrintedTable } from './printed-table.ts';

/** What is known of a table beside its text. */
export interface TableContext {
  /** The namespace of rows that name none. */
  readonly namespace?: string | undefined;
  /** When it was printed: ages are before this. Without it the events have no times. */
  readonly printedAt?: Date | undefined;
}

/**
 * Reads what `kubectl get events` prints, wide or not, of one namespace or all. Ages are turned into times, which are as
 * exact as their unit. `badLine` is the first row that is no event.
 */
export function parseEventsTable(
  text: string,
  context: TableContext,
): { events: KubernetesObject[]; badLine?: number | undefined } {
  const lines = text.split(/\r?\n/);
  const events: KubernetesObject[] = [];
  let badLine: number | undefined;
  const titles = lines.flatMap((line, index) => (/^(?:NAMESPACE +)?LAST SEEN/.test(line) ? [index] : []));
  for (const [index, first] of titles.entries())
    for (const row of parsePrintedTable(lines.slice(first, titles[index + 1]), first + 1)) {
      const event = eventOfRow(row, context);
      if (event === undefined) badLine ??= row.line;
      else events.push(event);
    }
  return { events, badLine };
}

function eventOfRow({ cells }: PrintedRow, context: TableContext): KubernetesObject | undefined {
  const reason = cells.REASON ?? '';
  const message = cells.MESSAGE ?? '';
  // Older clients print the kind and the name in columns of their own.
  const [resource = '', name = ''] =
    cells.KIND === undefined ? splitOnce(cells.OBJECT ?? '') : [cells.KIND, cells.NAME];
  const type = cells.TYPE ?? '';
  if (!/^(Normal|Warning)$/.test(type) || reason === '' || name === '') return undefined;
  return printedEvent({
    type,
    reason,
    message,
    kind: knownKind(resource) ?? resource,
    name,
    namespace: cells.NAMESPACE ?? context.namespace,
    age: cells['LAST SEEN'] ?? '',
    firstAge: cells['FIRST SEEN'],
    count: Number(cells.COUNT ?? '') || undefined,
    source: cells.SOURCE?.split(',')[0],
    printedAt: context.printedAt,
  });
}

function splitOnce(object: string): [string, string] {
  const slash = object.indexOf('/');
  return slash < 0 ? ['', ''] : [object.slice(0, slash), object.slice(slash + 1)];
}

/** One event as it is printed. */
export interface PrintedEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** `12s`, or `12s (x5 over 3m)`. */
  readonly age: string;
  readonly firstAge?: string | undefined;
  readonly count?: number | undefined;
  readonly source?: string | undefined;
  readonly printedAt: Date | undefined;
}

/** The Event object of what was printed, with a name made from it: the same event printed twice is one. */
export function printedEvent(event: PrintedEvent): KubernetesObject {
  const { type, reason, message, kind, name, namespace, printedAt, source } = event;
  const [, last = '', times, over] = /^(\S+)(?: \(x(\d+) over (\S+)\))?/.exec(event.age) ?? [];
  const timeOf = (age: string | undefined): string | undefined => {
    const seconds = parseAge(age ?? '');
    if (printedAt === undefined || seconds === undefined) return undefined;
    return `${new Date(printedAt.getTime() - seconds * 1000).toISOString().slice(0, 19)}Z`;
  };
  const lastTimestamp = timeOf(last);
  const firstTimestamp = timeOf(over ?? event.firstAge) ?? lastTimestamp;
  const id = createHash('sha256')
    .update(JSON.stringify([kind, name, type, reason, message]))
    .digest('hex')
    .slice(0, 16);
  const place = namespace === undefined ? {} : { namespace };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${id}`, ...place },
    involvedObject: { kind, name, ...place },
    type,
    reason,
    message,
    count: event.count ?? (Number(times ?? '') || 1),
    ...(source === undefined || source === '' ? {} : { source: { component: source } }),
    ...(firstTimestamp === undefined ? {} : { firstTimestamp }),
    ...(lastTimestamp === undefined ? {} : { lastTimestamp }),
  };
}
