import { badParameter } from '../common/backend-error.ts';

/** Tells whether labels satisfy a selector. */
export type LabelPredicate = (labels: Readonly<Record<string, string>>) => boolean;

const PART =
  /^(?<not>!?)\s*(?<key>[\w./-]+)(?:\s*(?<equals>==|=|!=)\s*(?<value>[\w.-]*)|\s+(?<set>in|notin)\s*\((?<members>[^()]*)\))?$/;

/**
 * Compiles a label selector as kubectl takes it: `a=b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b,c)`, joined by
 * commas. As in Kubernetes, `!=` and `notin` hold where the label is absent. Anything else is refused.
 */
export function compileLabelSelector(selector: string, field: string): LabelPredicate {
  const parts = selector
    .split(/,(?![^(]*\))/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const predicates = parts.map((part) => compilePart(part, field));
  return (labels) => predicates.every((holds) => holds(labels));
}

function compilePart(part: string, field: string): LabelPredicate {
  const groups = PART.exec(part)?.groups;
  if (groups === undefined || (groups.not === '!' && (groups.equals ?? groups.set) !== undefined))
    throw badParameter(field, `is not a label selector at "${part}"`);
  const key = groups.key!;
  const has = (labels: Readonly<Record<string, string>>): boolean => Object.hasOwn(labels, key);
  if (groups.not === '!') return (labels) => !has(labels);
  if (groups.equals !== undefined) {
    const value = groups.value ?? '';
    if (groups.equals === '!=') return (labels) => !has(labels) || labels[key] !== value;
    return (labels) => has(labels) && labels[key] === value;
  }
  if (groups.set === undefined) return has;
  const members = new Set((groups.members ?? '').split(',').map((member) => member.trim()));
  if (groups.set === 'in') return (labels) => has(labels) && members.has(labels[key]!);
  return (labels) => !has(labels) || !members.has(labels[key]!);
}
