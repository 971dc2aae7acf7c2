import type { LabelSelector, NodeSelectorTerm, SelectorRequirement } from './types.ts';

type Labels = Readonly<Record<string, string>>;

/** Whether every pair of an equality selector is among the labels; an empty selector matches all. */
export function matchesLabels(selector: Labels | undefined, labels: Labels): boolean {
  return Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);
}

/** Whether labels satisfy one requirement, with the meaning that the API gives each operator. */
export function matchesRequirement(requirement: SelectorRequirement, labels: Labels): boolean {
  const value = labels[requirement.key];
  const values = requirement.values ?? [];
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0]);
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0]);
    default:
      return false;
  }
}

/** Whether labels satisfy a label selector (`matchLabels` and `matchExpressions` together). */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels): boolean {
  if (selector === undefined) return false;
  return (
    matchesLabels(selector.matchLabels, labels) &&
    (selector.matchExpressions ?? []).every((requirement) => matchesRequirement(requirement, labels))
  );
}

/** Whether a node satisfies one term of node affinity; an empty term matches no node. */
export function matchesNodeTerm(term: NodeSelectorTerm, node: { name: string; labels: Labels }): boolean {
  const expressions = term.matchExpressions ?? [];
  const fields = term.matchFields ?? [];
  if (expressions.length + fields.length === 0) return false;
  return (
    expressions.every((requirement) => matchesRequirement(requirement, node.labels)) &&
    fields.every((requirement) => matchesRequirement(requirement, { 'metadata.name': node.name }))
  );
}

/** A requirement in words, as `kubectl` would write it. */
export function describeRequirement(requirement: SelectorRequirement): string {
  const values = requirement.values ?? [];
  return values.length === 0
    ? `${requirement.key} ${requirement.operator}`
    : `${requirement.key} ${requirement.operator} (${values.join(', ')})`;
}

/** Labels in words: `a=b, c=d`. */
export function describeLabels(labels: Labels | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? 'none' : pairs.join(', ');
}
