import type { EvidenceSet, ServiceLogs } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { presenterOf } from '../cluster/certificate-holder.ts';
import { serviceLike } from '../metric-reading/entity.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Blame } from './blame.ts';
import { calleeCalledIn, calleesOf, keepsData } from './callees.ts';
import { killedAtItsLimit, POD_GROUP } from './killed-process.ts';
import type { ErrorTextMatch } from './match-error-texts.ts';
import type { Parties, Party } from './parties.ts';
import { readPeer } from './peers.ts';

/** The host of a syslog line of the machine's own daemons (RFC 3164: time, host, program), whose time may be cut off. */
const MACHINE_LINE =
  /^(?:\w{3} [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\d[T ]\S+ )?([a-zA-Z][\w.-]*[-.\d][\w.-]*) (?:kernel|systemd|kubelet|containerd|dockerd|chronyd)(?:\[\d+\])?: /;
/** A word that stands in front of messages of any log. */
const LEVEL = /^(?:debug|info|notice|warn(?:ing)?|error|message|events?|notification|status|detail)$/i;
const ADDRESS = /^[\d.]+$|:.*:/;
const ITSELF = /^(?:localhost|::1|127(?:\.\d+){3}|%)?$/;
/**
 * The component that an entry blames. Undefined for what a database says of a client on its own machine: a probe, whose
 * failure harms nobody.
 */
export function blamedBy(
  match: ErrorTextMatch,
  text: string,
  logs: ServiceLogs,
  parties: Parties,
  evidence: EvidenceSet,
): Blame | undefined {
  const writer = parties.writer(logs);
  const writerName = nameOf(writer);
  // A list of events of many resources names the one that it speaks of.
  const subject = match.parameters.subject ?? headNamed(match, text, writer, parties, evidence);
  if (subject !== undefined) {
    const store = match.row.cause === 'database_failover' ? storeCalled(subject, parties, evidence) : undefined;
    return { component: store ?? calledSo(subject, parties, evidence), certain: true };
  }
  const first = firstNamed(text, writer, parties, evidence);
  if (first !== undefined && match.row.blamed === 'writer') return { component: first, certain: true };
  const isStore = keepsData(writerName, parties, evidence);
  switch (match.row.blamed) {
    case 'writer':
      return { component: writer, certain: !/rpc error: code = |StatusCode\./.test(text) };
    case 'node':
      return killedAtItsLimit(match, text, logs, evidence) ?? blamedNode(text, writer, parties);
    case 'client': {
      if (!isStore) return { component: writer, certain: true };
      const { client } = match.parameters;
      if (client !== undefined && ITSELF.test(client)) return undefined;
      const party = client === undefined ? undefined : clientNamed(client, parties, logs);
      // A client that is not known leaves the database, where somebody is refused.
      return party === undefined
        ? { component: writer, certain: false }
        : { component: party.component, certain: true };
    }
    case 'database':
      if (isStore) return { component: writer, certain: true };
      return called(match, text, logs, parties, evidence, (name) => keepsData(name, parties, evidence));
    case 'peer':
      return called(match, text, logs, parties, evidence, () => true);
    case 'namespace':
      return { component: namespaceOfQuota(match.parameters.quota, parties) ?? writer, certain: true };
  }
}

/** What is called by a name, or by what Compose makes of it: project, service and number (`shop-web-1`, `shop_web_1`). */
function calledSo(name: string, { names }: Parties, evidence: EvidenceSet): Component {
  const { known } = readMetrics(evidence);
  const copy = COPY.exec(name)?.[1];
  const isKnown = names.has(name) || known.services.has(name) || copy === undefined;
  const service = isKnown ? name : (serviceLike(copy, names) ?? serviceLike(copy, known.services) ?? name);
  return componentOf({ kind: 'service', name: service });
}

const COPY = /^(.+)[-_]\d+$/;

/**
 * The one known store of a name, whatever its kind is called behind it: `bills-db` of the cluster `bills`, whose name the program
 * that it belongs to may have too.
 */
function storeCalled(name: string, parties: Parties, evidence: EvidenceSet): Component | undefined {
  const own = COPY.exec(name)?.[1] ?? name;
  const known = new Set([...parties.names, ...readMetrics(evidence).known.services]);
  const stores = [...known].filter((one) => keepsData(one, parties, evidence));
  const [one, other] = stores.filter((store) =>
    [name, own].some((each) => store === each || store.startsWith(`${each}-`)),
  );
  return one === undefined || other !== undefined ? undefined : componentOf({ kind: 'service', name: one });
}

/** What stands before the first word of a line's own: its time, a level, brackets. */
const BEFORE_HEAD = /^(?:[\s\d[\]()|:.,TZ+-]|\b(?:debug|info|notice|warn(?:ing)?|error)\b|\bRDS-EVENT)*$/i;

/**
 * The resource that stands in front of a message, as lists of events name it. Any word may stand there: it is a name where
 * something read is called so, or where the line begins with it in a log that is itself called after no part of the system.
 */
function headNamed(
  { parameters: { head } }: ErrorTextMatch,
  text: string,
  writer: Component,
  { names }: Parties,
  evidence: EvidenceSet,
): string | undefined {
  if (head === undefined || LEVEL.test(head)) return undefined;
  const { known } = readMetrics(evidence);
  if (names.has(head) || known.services.has(head)) return head;
  if (known.called?.has(nameOf(writer)) === true) return undefined;
  return BEFORE_HEAD.test(text.slice(0, text.indexOf(head))) ? head : undefined;
}

/** The namespace that has a quota of this name; undefined where none or several have. */
function namespaceOfQuota(quota: string | undefined, { cluster }: Parties): Component | undefined {
  const named = cluster.ofKind('ResourceQuota').filter(({ metadata }) => metadata.name === quota);
  const names = new Set(named.flatMap(({ metadata }) => metadata.namespace ?? []));
  return names.size === 1 ? componentOf({ kind: 'namespace', name: [...names][0]! }) : undefined;
}

/** The word that a line begins with. */
const FIRST_WORD = /^\[?([A-Za-z][\w.-]*)(?:\]|:)?\s/;

/**
 * The component that a line begins with, in a log that is called after none: a list of what became of many resources names in
 * each line the one that it tells of (events of RDS and of autoscaling groups, journals of several machines).
 */
function firstNamed(
  text: string,
  writer: Component,
  { cluster }: Parties,
  evidence: EvidenceSet,
): Component | undefined {
  const called = readMetrics(evidence).known.called ?? new Set<string>();
  const name = nameOf(writer);
  const first = FIRST_WORD.exec(text)?.[1];
  if (first === undefined || first === name || !called.has(first) || called.has(name)) return undefined;
  const isProgram = writer.startsWith('node/') || cluster.workloadsByService(name).length > 0;
  return isProgram || LEVEL.test(first) ? undefined : componentOf({ kind: 'service', name: first });
}

/** The node that a journal is of, or on which the writer runs; the pod whose control group the kernel names. */
function blamedNode(text: string, writer: Component, { cluster }: Parties): Blame {
  const uid = POD_GROUP.exec(text)?.[1]?.replaceAll('_', '-');
  const pod = uid === undefined ? undefined : cluster.pods.find(({ object }) => object.metadata.uid === uid);
  const workload = pod === undefined ? undefined : cluster.workloadOfPod(pod);
  if (workload !== undefined) return { component: workload.component, certain: true };
  const host = MACHINE_LINE.exec(text)?.[1];
  if (host !== undefined) {
    const node = cluster.nodes.find(({ name }) => name === host || name.split('.')[0] === host);
    return { component: componentOf({ kind: 'node', name: node?.name ?? host }), certain: true };
  }
  if (writer.startsWith('node/')) return { component: writer, certain: true };
  const pods = cluster.workloadsByService(nameOf(writer)).flatMap((workload) => workload.pods);
  // Of a program that runs on many nodes, the one where it is ill is the one it speaks of.
  const ill = pods.filter(({ healthy }) => !healthy);
  const nodes = new Set((ill.length > 0 ? ill : pods).flatMap(({ node }) => node ?? []));
  if (nodes.size === 1) return { component: componentOf({ kind: 'node', name: [...nodes][0]! }), certain: true };
  return { component: writer, certain: false };
}

/** What a client's library says of a call that it made; a server that limits its callers has no exception for that. */
const FAILED_CALL =
  /\b\w*(?:Exception|Error)\b(?!\s*rate)|\b(?:call|request|send(?:ing)?|fetch(?:ing)?|post(?:ing)?)\b[^\n]{0,80}\bfailed\b/i;

/** The party that the failing call names, else the one thing called that can be meant. */
function called(
  { row, parameters }: ErrorTextMatch,
  text: string,
  logs: ServiceLogs,
  parties: Parties,
  evidence: EvidenceSet,
  fits: (name: string) => boolean,
): Blame {
  const writer = parties.writer(logs);
  const named = parameters.callee === undefined ? undefined : addressed(parameters.callee, parties, logs);
  const machine = named === undefined ? machineNamed(parameters.callee, evidence) : undefined;
  if (machine !== undefined && machine !== writer) return { component: machine, certain: true };
  const peer = readPeer(text);
  const party = named ?? (peer === undefined ? undefined : parties.resolve(peer, parties.namespaceOf(logs)));
  if (party !== undefined && party.component !== writer) return { component: party.component, certain: true };
  // A client that refuses a certificate verifies it; whoever is called by that name presents it.
  if (row.presented === true && peer?.host !== undefined) {
    const presenter = presenterOf(peer.host, parties.cluster) ?? outsideHost(peer.host, parties);
    if (presenter !== undefined) return { component: presenter, certain: true };
  }
  // What is named by a domain of its own lies outside: the caller is the nearest thing that can be helped.
  const outside = party === undefined && peer?.host?.includes('.') === true && !parties.isInternal(peer.host);
  if (outside || row.cause === 'upstream_rate_limited')
    return { component: writer, certain: outside || FAILED_CALL.test(text) };
  const engine = row.blamed === 'database' ? row.engine : undefined;
  const candidates = calleesOf(logs.service, engine, parties, evidence).filter(fits);
  const spoken = calleeCalledIn(text, candidates);
  if (spoken !== undefined) return { component: componentOf({ kind: 'service', name: spoken }), certain: true };
  // What a store answers is as true of who asks it, where a row says what it means of that one.
  if (candidates.length !== 1) return { component: writer, certain: isOfBoth(row) };
  return { component: componentOf({ kind: 'service', name: candidates[0]! }), certain: row.blamed === 'database' };
}

function isOfBoth({ blamed, ofWriter }: ErrorTextMatch['row']): boolean {
  return blamed === 'database' && ofWriter !== undefined;
}

/** A machine that metrics tell of, by the first part of a host's name. */
function machineNamed(host: string | undefined, evidence: EvidenceSet): Component | undefined {
  const name = host?.toLowerCase().split('.')[0];
  return name !== undefined && readMetrics(evidence).known.nodes.has(name)
    ? componentOf({ kind: 'node', name })
    : undefined;
}

/** A host outside, as a component of its own. */
function outsideHost(host: string, { isInternal }: Parties): Component | undefined {
  return host.includes('.') && !isInternal(host) ? componentOf({ kind: 'service', name: host }) : undefined;
}

/** Who asks, by an address or by the name of a group, user or pod that is made of a service's: `billing-consumers` of `billing`. */
function clientNamed(client: string, parties: Parties, logs: ServiceLogs): Party | undefined {
  const party = addressed(client, parties, logs);
  if (party !== undefined || ADDRESS.test(client)) return party;
  const others = new Set([...parties.names].filter((name) => name !== logs.service));
  const name = serviceLike(client, others);
  return name === undefined ? undefined : parties.resolve({ host: name }, parties.namespaceOf(logs));
}

function addressed(address: string, parties: Parties, logs: ServiceLogs): Party | undefined {
  const peer = ADDRESS.test(address) ? { ip: address } : { host: address.toLowerCase() };
  return parties.resolve(peer, parties.namespaceOf(logs));
}

function nameOf(component: Component): string {
  return component.slice(component.indexOf('/') + 1);
}
