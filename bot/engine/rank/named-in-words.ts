import { slipsBetween, slipsForgiven } from '../../domain/nearest.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import { isWrittenAsName, PLAIN_WORDS } from '../knowledge/name-words.ts';
import type { Parameters } from '../parameters.ts';
import { areListed, closest, namesLike, namesOf } from './asked.ts';

/** A name in the words of a question that nothing which was read bears. */
export interface NamedInWords {
  readonly written: string;
  /** The one service whose name differs by a slip of the pen: it is what was meant. */
  readonly meant?: string;
  /** Names like it, likest first; empty where one was meant. */
  readonly close: readonly string[];
}

/**
 * What a question speaks of by a name that no source knows: "billing-gateway is slow", "chekout is down". Undefined where
 * nothing is named, or where what would list the names was not read. Words that stand anywhere in what was read are known.
 */
export function namedInWords(evidence: EvidenceSet, parameters: Parameters): NamedInWords | undefined {
  const { question, ...read } = evidence;
  if (question === undefined || evidence.target !== undefined || !areListed('service', evidence)) return undefined;
  const services = namesOf('service', evidence);
  const known = new Set([...services].map(bare));
  const words = question.toLowerCase().match(/[a-z\d]+(?:[-_][a-z\d]+)*/g) ?? [];
  const unknown = words
    .filter((word) => !known.has(bare(word)))
    .map((written) => ({ written, near: nearTo(written, services), isName: isWrittenAsName(written) }))
    .filter(({ near, isName }) => isName || near.length > 0);
  if (unknown.length === 0) return undefined;
  const text = JSON.stringify(read).toLowerCase();
  const first = unknown.find(({ written }) => !text.includes(written));
  if (first === undefined) return undefined;
  const { written, near, isName } = first;
  const [meant, ...others] = near;
  if (meant !== undefined && others.length === 0) return { written, meant, close: [] };
  return isName ? { written, close: closest(written, services, parameters.namesShown) } : undefined;
}

/** Without case and punctuation, which people leave out or put in. */
const bare = (name: string) => name.toLowerCase().replace(/[^a-z\d]/g, '');

/** Services whose name is this word but for a slip or two. One slip makes another word of a short one. */
function nearTo(word: string, services: ReadonlySet<string>): readonly string[] {
  const forgiven = slipsForgiven(word);
  if (PLAIN_WORDS.has(word) || forgiven < 2) return [];
  return [...services].filter((name) => slipsBetween(word, name.toLowerCase(), forgiven) <= forgiven);
}

/** The sentence about it, for whoever asked. */
export function namedInSentence({ written, meant, close }: NamedInWords): string {
  if (meant !== undefined) return `No service is named ${written}; it was taken for ${meant}.`;
  return `Nothing in what was read is named ${written}.${namesLike(close)}`;
}
