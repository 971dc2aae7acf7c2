/** Changes that were undone: trouble that ends with that was theirs, and trouble that goes on was not. */
import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import { componentOf } from '../../../domain/target.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { worseShifts } from '../../metric-reading/worse-shifts.ts';
import type { Parameters } from '../../parameters.ts';

/** What people and their tools write of a change that takes another back (git's "Revert …", Helm's and kubectl's rollback). */
const TAKES_BACK =
  /\b(?:re-?vert|roll(?:ed|s|ing)?[ -]?back|undo(?:es|ne)?|back(?:ed|s|ing)?[ -]out|restor(?:e[sd]?|ing))/i;
/** What a flag or a setting went from and to. */
const FROM_TO = /(\S+(?: %)?)\s*(?:->|→|=>)\s*(\S+(?: %)?)/;

/** What became of the trouble once a change was undone; undefined where it was not, or where nothing measured tells. */
export type AfterUndoing = 'ended' | 'went on';

/**
 * Whether a later change of the same service takes one back, by its diff, its words, its number or the values it exchanges, and
 * whether what requests suffer at that service since then ended with it.
 */
export function afterUndoing(
  change: ChangeRecord,
  effective: number,
  changes: readonly ChangeRecord[],
  evidence: EvidenceSet,
  parameters: Parameters,
): AfterUndoing | undefined {
  const undone = takenBackAt(change, effective, changes, parameters);
  if (undone === undefined || change.service === undefined) return undefined;
  const component = componentOf({ kind: 'service', name: change.service });
  const suffered = readMetrics(evidence)
    .all.filter((read) => read.component === component)
    .flatMap(worseShifts)
    .filter(({ onset }) => isBetween(Date.parse(onset), effective - parameters.rolloutSlackMs, undone));
  const [worst] = suffered.toSorted((a, b) => b.score - a.score);
  if (worst === undefined) return undefined;
  if (worst.until === undefined)
    return Date.parse(evidence.asOf) - undone > parameters.overAfterMs ? 'went on' : undefined;
  const ended = Date.parse(worst.until);
  return isBetween(ended, undone - parameters.rolloutSlackMs, undone + parameters.overAfterMs) ? 'ended' : undefined;
}

/** Whether a later change of the same service takes one back. */
export function isTakenBack(change: ChangeRecord, effective: number, { changes }: EvidenceSet): boolean {
  const all = changes.status === 'observed' ? changes.value : [];
  return takingBack([change], effective, all).length > 0;
}

/** When one was taken back, or another rollout of its service came after it, be it to put it right; Unix milliseconds. */
export function replacedAt(
  change: ChangeRecord,
  effective: number,
  changes: readonly ChangeRecord[],
  parameters: Parameters,
): number | undefined {
  const [next] = changes
    .filter(({ kind, service }) => kind === 'deploy' && service === change.service)
    .map(({ timestamp }) => Date.parse(timestamp))
    .filter((time) => time > effective + parameters.rolloutSlackMs / 2)
    .sort((a, b) => a - b);
  return takenBackAt(change, effective, changes, parameters) ?? next;
}

/** When a later change of the same service took one back, or another part of the same rollout; Unix milliseconds. */
function takenBackAt(
  change: ChangeRecord,
  effective: number,
  changes: readonly ChangeRecord[],
  { rolloutSlackMs }: Parameters,
): number | undefined {
  // The commit and the object's revision are recorded each.
  const rollout = changes.filter(
    ({ service, timestamp }) =>
      service === change.service && Math.abs(Date.parse(timestamp) - Date.parse(change.timestamp)) <= rolloutSlackMs,
  );
  return takingBack(rollout, effective, changes)
    .map(({ timestamp }) => Date.parse(timestamp))
    .sort((a, b) => a - b)[0];
}

/** Changes after a moment that take back one of a rollout. */
function takingBack(
  rollout: readonly ChangeRecord[],
  effective: number,
  changes: readonly ChangeRecord[],
): readonly ChangeRecord[] {
  return changes.filter(
    (later) => Date.parse(later.timestamp) > effective && rollout.some((one) => takesBack(later, one, changes)),
  );
}

function isBetween(time: number, from: number, until: number): boolean {
  return time >= from && time <= until;
}

/** Whether a change takes another one of its service back; without its number, the last before it is meant. */
function takesBack(later: ChangeRecord, change: ChangeRecord, changes: readonly ChangeRecord[]): boolean {
  if (later.service !== change.service || later.id === change.id) return false;
  if (isInverse(later.diff, change.diff)) return true;
  const [to, back] = [FROM_TO.exec(change.summary), FROM_TO.exec(later.summary)];
  if (to !== null && back !== null && later.kind === change.kind) return to[1] === back[2] && to[2] === back[1];
  if (!TAKES_BACK.test(later.summary)) return false;
  if (later.summary.includes(change.id)) return true;
  const previous = changes
    .filter(
      ({ service, kind, timestamp }) => service === later.service && kind === later.kind && timestamp < later.timestamp,
    )
    .toSorted((a, b) => b.timestamp.localeCompare(a.timestamp))[0];
  return previous?.id === change.id;
}

/**
 * Whether a diff puts in just what another takes away, and takes away what that puts in, as `git revert` writes it, or gives
 * each setting the value it had (`image: app:1.2 -> app:1.1`).
 */
function isInverse(later: string | undefined, earlier: string | undefined): boolean {
  if (later === undefined || earlier === undefined) return false;
  const exchanged = exchangesOf(earlier);
  if (exchanged.length > 0) {
    const back = exchangesOf(later);
    return exchanged.every(([name, from, to]) =>
      back.some((one) => one[0] === name && one[1] === to && one[2] === from),
    );
  }
  const [put, taken] = [linesOf(earlier, '+'), linesOf(earlier, '-')];
  return put + taken !== '' && put === linesOf(later, '-') && taken === linesOf(later, '+');
}

/** Settings with the values that they had and got. */
function exchangesOf(diff: string): readonly (readonly [name: string, from: string, to: string])[] {
  return [...diff.matchAll(EXCHANGE)].map(([, name, from, to]) => [name!, from!, to!]);
}

const EXCHANGE = /^(\S[^:]*): (\S+) -> (\S+)$/gm;

/** How a unified diff names the two versions of a file. */
const NAMES_OF_FILES = /^(?:\+\+\+|---) /;

/** The lines of a diff with this sign, without the names of the files (`+++ b/values.yaml`) and how far they are indented. */
function linesOf(diff: string, sign: '+' | '-'): string {
  return diff
    .split('\n')
    .filter((line) => line.startsWith(sign) && !NAMES_OF_FILES.test(line))
    .map((line) => line.slice(1).trim())
    .filter((line) => line !== '')
    .join('\n');
}
