/** What is examined: a workload by its service name, a node, or a namespace. */
export interface Target {
  readonly kind: 'service' | 'node' | 'namespace';
  readonly name: string;
  /** The Kubernetes namespace of a service, where one is known. */
  readonly namespace?: string;
}

/** `service/NAME`, `node/NAME` or `namespace/NAME`: how a target is written everywhere outside the code. */
export type Component = `${Target['kind']}/${string}`;

export function componentOf(target: Pick<Target, 'kind' | 'name'>): Component {
  return `${target.kind}/${target.name}`;
}

/** Reads `kind/name`; a bare name is a service. Returns undefined for an unknown kind or an empty name. */
export function parseTarget(text: string): Target | undefined {
  const slash = text.indexOf('/');
  const kind = slash < 0 ? 'service' : text.slice(0, slash);
  const name = slash < 0 ? text : text.slice(slash + 1);
  if (name === '' || (kind !== 'service' && kind !== 'node' && kind !== 'namespace')) return undefined;
  return { kind, name };
}
