import { type AlertGroup, type GroupMember, memberSubject, type StormArea } from '../domain/alert-group.ts';
import type { Topology } from './group-alerts.ts';

/** Areas that are named; what is in none of them is the rest. */
const MOST_AREAS = 5;
/** So many things at least have to share something for it to be said. */
const FEWEST = 3;
/** So large a share of what is still unnamed is worth the nearer word, such as a service that all of them call. */
const NEAR_SHARE = 0.2;
/** A service is said to be shared by its callers only where at least this share of all of them fires. */
const CALLERS_SHARE = 0.8;

/** From what is nearest to a cause to what is farthest. */
const KINDS = ['calls', 'node', 'zone', 'group', 'namespace', 'cluster', 'region', 'name'] as const;
type Kind = (typeof KINDS)[number];

interface Candidate {
  readonly by: Kind;
  readonly what: string;
  readonly subjects: ReadonlySet<string>;
}

/**
 * What the firing alerts of a group share, by facts: a service that they call (with those who call them in turn), a node,
 * a zone, their source's own group, a namespace, a cluster, a region, the alert's name. Each thing stands in one area, the
 * nearest that many share; the largest areas come first, the rest last. That they share it does not make it the cause.
 */
export function stormAreas(group: Pick<AlertGroup, 'members'>, topology: Topology): readonly StormArea[] {
  const members = Object.values(group.members).filter(({ status }) => status === 'firing');
  const bySubject = Map.groupBy(members, memberSubject);
  const left = new Map(bySubject);
  const candidates = [...callCandidates(topology, bySubject), ...sharedCandidates(bySubject)];
  const areas: StormArea[] = [];
  const take = (by: StormArea['by'], what: string, subjects: Iterable<string>) => {
    const taken = [...subjects].flatMap((subject) =>
      left.has(subject) ? [[subject, left.get(subject)!] as const] : [],
    );
    for (const [subject] of taken) left.delete(subject);
    areas.push({ by, what, subjects: taken.length, firing: taken.reduce((sum, [, all]) => sum + all.length, 0) });
  };
  while (areas.length < MOST_AREAS) {
    const next = nearest(candidates, left);
    if (next === undefined) break;
    take(next.by, next.what, next.subjects);
  }
  areas.sort((a, b) => b.firing - a.firing);
  if (left.size > 0) take('rest', '', [...left.keys()]);
  return areas;
}

function nearest(candidates: readonly Candidate[], left: ReadonlyMap<string, unknown>): Candidate | undefined {
  const sized = candidates
    .map((candidate) => ({ candidate, size: [...candidate.subjects].filter((subject) => left.has(subject)).length }))
    .filter(({ size }) => size >= FEWEST)
    .sort((a, b) => b.size - a.size || (a.candidate.what < b.candidate.what ? -1 : 1));
  for (const kind of KINDS) {
    const best = sized.find(({ candidate }) => candidate.by === kind);
    if (best !== undefined && best.size >= NEAR_SHARE * left.size) return best.candidate;
  }
  return sized[0]?.candidate;
}

/** Services with all who call them, in one step or several, where nearly all of these fire. */
function callCandidates(topology: Topology, firing: ReadonlyMap<string, unknown>): Candidate[] {
  const callers = new Map<string, Set<string>>();
  for (const [caller, callees] of Object.entries(topology))
    for (const callee of callees) callers.set(callee, (callers.get(callee) ?? new Set()).add(caller));
  return [...callers.keys()].flatMap((name) => {
    const above = new Set<string>([name]);
    for (const one of above) for (const caller of callers.get(one) ?? []) above.add(caller);
    above.delete(name);
    const fire = [...above].filter((caller) => firing.has(`service/${caller}`));
    if (fire.length < CALLERS_SHARE * above.size) return [];
    const subjects = new Set([...fire, name].map((one) => `service/${one}`));
    return [{ by: 'calls' as const, what: name, subjects }];
  });
}

function sharedCandidates(bySubject: ReadonlyMap<string, readonly GroupMember[]>): Candidate[] {
  const found = new Map<string, { by: Kind; what: string; subjects: Set<string> }>();
  for (const [subject, members] of bySubject) {
    for (const member of members) {
      for (const shared of sharesOf(member)) {
        const slash = shared.indexOf('/');
        const [by, what] = [shared.slice(0, slash) as Kind, shared.slice(slash + 1)];
        const known = found.get(shared) ?? { by, what, subjects: new Set<string>() };
        known.subjects.add(subject);
        found.set(shared, known);
      }
    }
  }
  return [...found.values()];
}

function sharesOf({ near = [], name, target, alert }: GroupMember): string[] {
  const namespace = target?.kind === 'namespace' ? target.name : target?.namespace;
  return [
    ...near,
    ...(target?.kind === 'node' ? [`node/${target.name}`] : []),
    ...(namespace === undefined ? [] : [`namespace/${namespace}`]),
    ...(alert?.groupKey === undefined ? [] : [`group/${alert.groupKey}`]),
    `name/${name}`,
  ];
}
