import { nameInWords } from '../../../../schemas/name-in-words.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { LETTERS } from '../../cluster/parameters.ts';
import { LINES } from '../../log-reading/parameters.ts';
import { readCallFailure } from '../../log-reading/peers.ts';
import { readStatements } from '../../log-reading/read-statements.ts';
import { CHANGES } from './change-parameters.ts';

/** Sources that the frames of a service's own new errors lie in, by the words of their names. */
export interface OwnFrames {
  readonly service: string;
  readonly sources: ReadonlySet<string>;
  /** The same with what the frames say of where they lie: `/src/session/clan.go`, `Clan.java`. */
  readonly files: readonly string[];
  /** Milliseconds since 1970; undefined where the log gives no times. */
  readonly since: number | undefined;
}

/** A frame of a stack as Python, V8, the JVM, .NET, Ruby and Go write it: the path of the source and the line in it. */
const FRAME = /([\w./\\-]*?)([\w-]+)(\.(?:py|[cm]?[jt]sx?|java|kt|scala|cs|rb|php|go|rs))(?:"?, line |:(?:line )?)\d+/g;
/** Where the sources of others lie. */
const FOREIGN = /\b(?:site|dist)-packages\b|node_modules|\bgems\b|\bvendor\b|\.m2\b|go\/pkg\/mod/;

/** The frames of errors that programs make themselves: a failing call is none of them. */
export function ownFramesIn(evidence: EvidenceSet): readonly OwnFrames[] {
  if (evidence.logs.status !== 'observed') return [];
  const { all } = readStatements(evidence);
  const others = new Set(
    all.filter(({ match }) => match.row.cause !== 'application_error').map(({ pattern }) => pattern),
  );
  return evidence.logs.value.flatMap(({ service, patterns }) =>
    patterns.flatMap((pattern): OwnFrames[] => {
      const { level, count, firstSeen, samples, template } = pattern;
      if ((level !== 'error' && level !== 'fatal') || count < LINES.many || others.has(pattern)) return [];
      const text = samples[0]?.text ?? template;
      if (readCallFailure(text) !== undefined) return [];
      const own = [...text.matchAll(FRAME)].filter(([, path]) => !FOREIGN.test(path!));
      const sources = new Set(own.map(([, , source]) => nameInWords(source!)));
      return sources.size === 0
        ? []
        : [
            {
              service,
              sources,
              files: own.map(fileOf),
              since: firstSeen === undefined ? undefined : Date.parse(firstSeen),
            },
          ];
    }),
  );
}

function fileOf([, path, source, ending]: RegExpMatchArray): string {
  return `${path!.replaceAll('\\', '/')}${source}${ending}`;
}

/** Sources that every program has one of, or many: their name says something with their folder only. */
const OF_ANY =
  /(?:^|\/)(?:index|main|app|application|server|client|service|handlers?|controllers?|routes?|router|middleware|models?|views?|utils?|helpers?|common|base|config|settings|types|errors?|api|db|__init__|mod|lib)\.\w+$/i;

/**
 * Whether errors that a service makes itself since a change of it have a frame in a source that the change wrote: who reads
 * stack traces looks for that first (Sentry's manual, "Suspect Commits"). The JVM's frames hold the name of the source alone.
 */
export function liesInWritten({ files = [], service, timestamp }: ChangeRecord, frames: readonly OwnFrames[]): boolean {
  const written = files.map((file) =>
    file
      .split('/')
      .slice(OF_ANY.test(file) ? -2 : -1)
      .join('/'),
  );
  return frames.some(
    (one) =>
      one.service === service &&
      one.since !== undefined &&
      one.since >= Date.parse(timestamp) &&
      one.files.some((frame) => written.some((file) => `/${frame}`.endsWith(`/${file}`))),
  );
}

/**
 * Whether errors that a service makes itself since a rollout lie in a source that is called like what the rollout says it is
 * about (`pricing.py` of "new pricing"), where it lists no files: sources are called by what they do, as changes are.
 */
export function liesInNamed(change: ChangeRecord, frames: readonly OwnFrames[]): boolean {
  const { kind, service = '', summary, timestamp, files = [] } = change;
  if (kind !== 'deploy' || files.length > 0) return false;
  const place = nameInWords(service).split('_');
  const said = nameInWords(summary).split('_');
  return frames.some(
    ({ service: writer, since, sources, files: written }) =>
      writer === service &&
      since !== undefined &&
      since >= Date.parse(timestamp) - CHANGES.clockSlackMs &&
      !written.every((file) => OF_ANY.test(file)) &&
      [...sources].some((source) => {
        const words = source.split('_').filter((word) => !place.includes(word));
        const telling = words.some((word) => word.length >= LETTERS.naming);
        return telling && words.every((word) => said.includes(word));
      }),
  );
}

/**
 * Whether errors of a flag's service lie in a source that is called like the flag, or like the word of its key that says
 * what it is about (`hybrid.py` of `hybrid-search`): what a flag turns on is mostly a source of its own.
 */
export function liesBehindFlag(change: ChangeRecord, frames: readonly OwnFrames[]): boolean {
  if (change.kind !== 'flag') return false;
  const place = nameInWords(change.service ?? '').split('_');
  const key = nameInWords(change.id).split('_');
  return frames.some(
    ({ service, sources, since = Number.POSITIVE_INFINITY }) =>
      service === change.service &&
      since >= Date.parse(change.timestamp) &&
      [...sources].some((source) => {
        const words = source.split('_');
        const telling = words.some((word) => word.length >= LETTERS.naming && !place.includes(word));
        return telling && words.every((word) => key.includes(word));
      }),
  );
}
