import type { Finding } from '../../../domain/finding.ts';
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { type Component, componentOf } from '../../../domain/target.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { FORMAT } from '../../parameters.ts';
import { type JudgedChange, judgeChanges } from './change-blame.ts';
import { causeOfChange } from './change-cause.ts';
import { citations, placesOf } from './change-files.ts';
import { CHANGES } from './change-parameters.ts';
import { placesOfTrouble } from './change-place.ts';

/** Changes that came before the trouble, at its place, with content that fits it; "none" is an answer. */
export const changeNearOnset = defineAnalyzer({
  id: 'change-near-onset',
  title: 'A change before the trouble',
  causes: ['bad_deploy', 'bad_config_change', 'feature_flag_change'],
  needs: ['changes'],
  example:
    'A deploy of the service where latency starts came four minutes before it and changed the query that is slow.',
  analyze: (evidence, parameters) => {
    const changes = evidence.changes.status === 'observed' ? evidence.changes.value : [];
    if (changes.length === 0) return { status: 'clear', checked: 'no change is recorded' };
    const judged = judgeChanges(changes, evidence, parameters);
    if (judged === undefined) {
      return {
        status: 'unknown',
        reason: 'nothing tells when the trouble began, so no change can be placed before it',
      };
    }
    const blamed = judged.filter(
      ({ score, place, content }) => score >= CHANGES.leastScore && Math.max(place.weight, content) >= CHANGES.leastTie,
    );
    if (blamed.length === 0) {
      return {
        status: 'clear',
        checked: `${changes.length} changes, none of them at the place and time of the trouble: no change is to blame`,
      };
    }
    const best = blamed[0]!.score;
    const findings = blamed.slice(0, CHANGES.shown).flatMap((entry) => changeFinding(entry, best, evidence));
    return { status: 'found', findings };
  },
});

function changeFinding(entry: JudgedChange, best: number, evidence: EvidenceSet): readonly Finding[] {
  const { change, score, words, tied, governs, minutesBefore, effective, citedBy } = entry;
  const felt = [...placesOf(citedBy, evidence), ...entry.felt].filter(
    (one) => one !== componentOfChange(entry, evidence),
  );
  const component = componentOfChange(entry, evidence);
  if (!component) return [];
  const when =
    minutesBefore < 1
      ? ', as the trouble began'
      : `, ${minutesBefore} ${minutesBefore === 1 ? 'minute' : 'minutes'} before the trouble`;
  // A setting's name says all that its words do.
  const about = words.filter((word) => !words.some((other) => other !== word && other.split(/[._-]/).includes(word)));
  const why = about.length > 0 ? `; it is about ${about.join(', ')}, and so are the symptoms` : '';
  const text = `${nounOf(change)} ${change.id} of ${change.service ?? 'the system'} (${change.summary}) took effect at ${effective}${when}${why}.`;
  return [
    {
      analyzer: 'change-near-onset',
      component,
      cause: causeOfChange(change),
      statement: text,
      strength: Number(
        (
          Math.min(tied ? CHANGES.tiedAtMost : CHANGES.coincidesAtMost, CHANGES.base + CHANGES.scoreAdds * score) *
          (score / best)
        ).toFixed(FORMAT.decimals),
      ),
      grade: governs ? 'shown' : tied ? 'measured' : 'coincides',
      evidence: [
        ...[text, ...(tied ? diffOf(change) : [])].map((told) => ({
          source: 'kubernetes' as const,
          tool: 'list_changes',
          target: component,
          text: told,
          observedAt: change.timestamp,
        })),
        ...citations(change, citedBy, evidence).slice(0, CHANGES.citedShown),
      ],
      onset: effective,
      ...(entry.fellSilent && { fellSilent: entry.fellSilent }),
      ...(entry.until !== undefined && { until: entry.until }),
      change: change.id,
      ...(felt.length > 0 && { explains: felt }),
      parameters: { change: change.id, service: change.service ?? '' },
    },
  ];
}

/** The component a change is about: the service it acts on, else where the trouble is greatest. */
function componentOfChange({ place }: JudgedChange, evidence: EvidenceSet): Component | undefined {
  if (place.node !== undefined) return componentOf({ kind: 'node', name: place.node.name });
  const service = place.service ?? [...placesOfTrouble(evidence)].sort((a, b) => b[1] - a[1])[0]?.[0];
  return service === undefined ? undefined : componentOf({ kind: 'service', name: service });
}

/** What a change took out and put in, in its own words, where it tells. */
function diffOf({ id, diff = '' }: ChangeRecord): readonly string[] {
  const lines = diff.split('\n').filter((line) => /^[+-](?![+-]{2})\s*\S/.test(line));
  const shown = lines.slice(0, CHANGES.linesShown).map((line) => line.slice(0, CHANGES.lettersShown).trim());
  const more = lines.length > CHANGES.linesShown ? ' …' : '';
  return shown.length === 0 ? [] : [`${id} changes: ${shown.join(' | ')}${more}`];
}

function nounOf({ kind }: ChangeRecord): string {
  switch (kind) {
    case 'deploy':
      return 'Deploy';
    case 'commit':
      return 'Commit';
    case 'config':
      return 'Configuration change';
    case 'flag':
      return 'Feature flag';
  }
}
