import type { EvidenceSet } from '../../domain/signals.ts';

/** The state of one system unit on one node, as the node exporter's systemd collector (or its like) gives it. */
export interface UnitState {
  /** Without `.service`. */
  readonly unit: string;
  readonly node: string;
  readonly active: boolean;
  /** `active`, `inactive`, `failed`, `activating` or `deactivating`. */
  readonly state: string;
  readonly observedAt: string;
}

const NAME = /systemd_unit_state$/;

/** Unit states from series named `…systemd_unit_state{name, state}`; the node comes from its label or the instance. */
export function readUnits(evidence: EvidenceSet): readonly UnitState[] {
  if (evidence.metrics.status !== 'observed') return [];
  const units = new Map<string, { unit: string; node: string; active: boolean; state: string; observedAt: string }>();
  for (const series of evidence.metrics.value) {
    if (!NAME.test(series.name)) continue;
    const { name, state } = series.labels;
    const node = series.labels.node ?? series.labels.nodename ?? series.labels.instance?.replace(/:\d+$/, '');
    if (name === undefined || state === undefined || node === undefined) continue;
    const unit = name.replace(/\.service$/, '');
    const key = `${node}/${unit}`;
    const entry = units.get(key) ?? { unit, node, active: false, state: 'unknown', observedAt: series.to };
    if (series.last === 1) entry.state = state;
    if (series.last === 1 && state === 'active') entry.active = true;
    units.set(key, entry);
  }
  return [...units.values()];
}
