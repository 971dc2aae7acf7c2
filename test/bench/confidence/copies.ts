import type { EvidenceSet } from '../../../bot/domain/signals.ts';

const unread = { status: 'unknown', tool: 'bench', reason: 'taken away' } as const;

/** What is taken away from a system, by the name of what is left. */
const COPIES: Readonly<Record<string, Partial<EvidenceSet>>> = {
  whole: {},
  'without logs': { logs: unread },
  'without metrics': { metrics: unread, slis: unread },
  'without changes': { changes: unread, topology: unread },
};

/** The evidence of one system, whole and with a source or two that were not read. */
export function copiesOf(evidence: EvidenceSet): readonly (readonly [name: string, evidence: EvidenceSet])[] {
  return Object.entries(COPIES).map(([name, taken]) => [name, { ...evidence, ...taken }] as const);
}
