import type { LogFile } from '../../common/snapshot/index.ts';
import { takePrefix } from '../../common/snapshot/line-prefix.ts';
import { isRecordedTime } from '../../common/snapshot/recorded-time.ts';
import { createLogEntryReader, type LogEntry, type LogEntryReader } from '../patterns/index.ts';
import type { LogRecord } from '../provider.ts';
import type { LogFolder } from './log-folder.ts';

/** Turns the lines of one log file into records; times are shifted with the snapshot. */
export interface RecordReader {
  push(line: string, into: LogRecord[]): void;
  end(into: LogRecord[]): void;
}

/** Where a line comes from, as far as the line or its section says. */
interface Origin {
  readonly service: string;
  readonly namespace?: string | undefined;
  readonly pod?: string | undefined;
  readonly container?: string | undefined;
}

const SECTION = /^==== START logs for container (\S+) of pod ([^/\s]+)\/(\S+) ====\s*$/;
const SECTION_END = /^==== END logs\b.*====\s*$/;
/** A pod's own file in a dump: what stands in it outside a section, as `kubectl logs` prints it, is the pod's. */
const POD_FILE = /(?:^|\/)[^/]+\/[^/]+\/logs\.txt(?:\.\w+)?$/;

/** Creates a reader for one file of a snapshot, whatever its format; its times without a zone are `aheadMs` ahead of UTC. */
export function createRecordReader(file: LogFile, snapshot: LogFolder, aheadMs = 0): RecordReader {
  const shift = snapshot.shiftSeconds * 1000;
  const recordedAt = snapshot.now.getTime() - shift;
  const [only] = snapshot.namespaces.length === 1 ? snapshot.namespaces : [];
  const whole: Origin = {
    service: file.service,
    namespace: file.namespace ?? only,
    pod: file.pod,
    container: file.container,
  };
  const readers = new Map<string, { origin: Origin; reader: LogEntryReader }>();
  const createReader = () => createLogEntryReader({ recordedAt: new Date(recordedAt), aheadMs });
  let current = { origin: whole, reader: createReader() };
  /** The services that lines of an ndjson file name, two at most. */
  const services = new Set<string>();
  let inSection = file.format !== 'dump' || POD_FILE.test(file.path);
  let lineNumber = 0;

  const take = (entry: LogEntry | undefined, origin: Origin, into: LogRecord[]): void => {
    if (entry === undefined) return;
    const named = file.format === 'ndjson';
    const timestamp = entry.timestamp === undefined ? undefined : entry.timestamp + shift;
    if (named && entry.service !== undefined && services.size < 2) services.add(entry.service);
    const [sole] = services.size === 1 ? services : [];
    into.push({
      timestamp: timestamp !== undefined && isRecordedTime(timestamp) ? timestamp : undefined,
      service: (named ? (entry.service ?? sole) : undefined) ?? origin.service,
      namespace: origin.namespace,
      pod: (named ? entry.pod : undefined) ?? origin.pod,
      container: (named ? entry.container : undefined) ?? origin.container,
      level: entry.level,
      text: entry.text,
      traceId: entry.traceId,
    });
  };

  const ownerOfPod = (pod: string, container: string, namespace = whole.namespace): Origin => ({
    namespace,
    ...(file.names?.(pod, namespace) ?? { service: whole.service }),
    pod,
    container,
  });

  /** Lines of several containers may alternate: each has a reader of its own. */
  const switchTo = (key: string, origin: () => Origin): void => {
    const known = readers.get(key) ?? { origin: origin(), reader: createReader() };
    readers.set(key, known);
    current = known;
  };

  return {
    push: (raw, into) => {
      lineNumber++;
      let line = raw;
      if (file.format === 'dump' && line.startsWith('==== ')) {
        const section = SECTION.exec(line);
        if (section !== null || SECTION_END.test(line)) {
          take(current.reader.end(), current.origin, into);
          const [, container = '', namespace = '', pod = ''] = section ?? [];
          if (section !== null)
            switchTo(`${namespace}/${pod}/${container}`, () => ownerOfPod(pod, container, namespace));
          inSection = section !== null;
          return;
        }
      }
      // Outside its sections a dump of one stream holds objects.
      if (!inSection) return;
      const prefixed = takePrefix(line, file.prefix);
      if (prefixed !== undefined) {
        const { key, service, pod, container = '', rest } = prefixed;
        switchTo(key, () => (pod === undefined ? { ...whole, service: service! } : ownerOfPod(pod, container)));
        line = rest;
      }
      if (file.format === 'ndjson' && !/^\s*(\{.*\})?\s*$/.test(line)) {
        snapshot.warn(file.path, 'has a line that is not a JSON object', lineNumber);
        // The last words of a program that logs JSON may be plain; in an export of many services nobody can tell whose.
        if (services.size > 1 || line.startsWith('{')) return;
      }
      take(current.reader.push(line), current.origin, into);
    },
    end: (into) => {
      readers.set('', current);
      for (const { reader, origin } of new Set(readers.values())) take(reader.end(), origin, into);
    },
  };
}
