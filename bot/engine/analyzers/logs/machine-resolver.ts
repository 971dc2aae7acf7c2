import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { readCluster } from '../../cluster/cluster.ts';
import type { Complaint } from '../../log-reading/complaints.ts';
import { nameOf } from '../../metric-reading/entity.ts';
import { readMachines } from '../../metric-reading/machines.ts';
import { ownChangesBefore } from '../metrics/own-change.ts';

/** What says whom a machine asks for names: resolv.conf(5), nsswitch.conf(5), resolved.conf(5), netplan's `nameservers`. */
const RESOLVER = /\bresolv(?:ed)?\.conf\b|\bnsswitch\.conf\b|\bnameservers?\b|\bsystemd-resolved\b|\bDNS=/i;

/**
 * The machine that all who cannot look up names run on, and nobody else does who is well. Each machine has a resolver
 * configuration of its own (resolv.conf(5)): what fails on one machine alone is not the doing of a server that all ask.
 * Undefined in a cluster, whose pods ask its own name server, and where it is not known what runs where.
 */
export function machineAlone(writers: readonly Component[], evidence: EvidenceSet): Component | undefined {
  if (readCluster(evidence).pods.length > 0 || evidence.logs.status !== 'observed') return undefined;
  const machines = readMachines(evidence);
  const [machine, other] = new Set(writers.flatMap((writer) => machines.of(writer)));
  if (machine === undefined || other !== undefined) return undefined;
  if (writers.some((writer) => machines.of(writer).length === 0)) return undefined;
  const isElsewhere = (one: Component) => machines.of(one).some((place) => place !== machine);
  return evidence.logs.value.some(({ service }) => isElsewhere(`service/${service}`)) ? machine : undefined;
}

/** The change of a machine just before lookups failed there that is about whom it asks for names. */
export function resolverChange(
  machine: Component,
  failed: readonly Complaint[],
  evidence: EvidenceSet,
): ChangeRecord | undefined {
  const [onset] = failed.flatMap(({ pattern }) => pattern.firstSeen ?? []).sort();
  if (onset === undefined) return undefined;
  return ownChangesBefore(nameOf(machine).name, onset, evidence).find(({ summary, files = [], diff = '' }) =>
    RESOLVER.test([summary, ...files, diff].join('\n')),
  );
}
