import type { Fault, FaultKind } from '../fault-kind.ts';
import { targetLabels } from '../metrics/targets.ts';
import type { Part } from '../part.ts';
import { type AddedSeries, changeSignal, drive, podsOf, type Scene, toward } from '../scene.ts';
import { nodeUnder } from './infrastructure.ts';

/** One series of a figure: what it is called, at rest, and at the worst; without a worst it is the limit of another. */
interface Series extends Pick<AddedSeries, 'name' | 'type' | 'base'> {
  readonly worst?: number;
  readonly labels?: Readonly<Record<string, string>>;
  /** The label that names the part, where it is not scraped itself. */
  readonly named?: string;
}

/** What an exporter of the system measures anyway, by the name of its signal: at rest, where that is not usual, and at the worst. */
interface Measured {
  readonly signal: string;
  readonly base?: number;
  readonly worst: number;
}

/** A fault that one exporter alone tells of, one that most systems do not have; nobody writes a line about it. */
export interface Figure extends Pick<FaultKind, 'id' | 'causes' | 'where' | 'shape'> {
  readonly series?: readonly Series[];
  readonly measures?: Measured;
  /**
   * Whose series they are: each pod's, its node's, the part's as a whole, those of a program of this name that it uses, or
   * of what the cluster itself runs.
   */
  readonly of: 'pods' | 'node' | 'part' | { readonly used: string } | { readonly role: string };
  /** Milliseconds that requests take longer, and share of them that fails, of a middling fault. */
  readonly slower?: number;
  readonly failing?: number;
}

const nameIn = (of: { readonly used: string } | { readonly role: string }) => ('used' in of ? of.used : of.role);

function labelled(scene: Scene, part: Part, of: Figure['of']) {
  const { system } = scene;
  if (of === 'node') {
    const { name } = nodeUnder(scene, part);
    const { ip } = system.nodes.find((one) => one.name === name)!;
    return [{ role: `node/${name}`, labels: { job: 'node-exporter', instance: `${ip}:9100`, node: name } }];
  }
  if (typeof of === 'object' && 'role' in of) return [{ role: of.role, labels: {} }];
  if (typeof of === 'object') {
    const labels = { job: of.used, namespace: part.namespace, service: of.used, instance: '10.0.9.17:9114' };
    return [{ role: `used/${of.used}`, labels }];
  }
  if (of === 'part') return [{ role: part.role, labels: targetLabels(system, part, undefined, 0) }];
  return podsOf(scene, part).map((pod, n) => ({ role: part.role, labels: targetLabels(system, part, pod, n) }));
}

export function figureKind({ series = [], measures, of, slower = 0, failing = 0, ...kind }: Figure): FaultKind {
  return {
    ...kind,
    figure: true,
    measured(scene, part) {
      const { role: measuredAt } = labelled(scene, part, of)[0]!;
      const base = measures?.base;
      if (base !== undefined) changeSignal(scene, { role: measuredAt }, measures!.signal, () => base);
      for (const { role, labels } of labelled(scene, part, of))
        for (const { name, type, base, labels: own, named } of series)
          scene.addedSeries.push({
            ...{ role, name, type, base },
            labels: { ...labels, ...own, ...(named !== undefined && { [named]: part.name }) },
          });
    },
    strike(scene, part, fault) {
      const { role } = labelled(scene, part, of)[0]!;
      for (const { name, worst } of series)
        if (worst !== undefined) changeSignal(scene, { role }, name, toward(fault, worst));
      if (measures !== undefined) changeSignal(scene, { role }, measures.signal, toward(fault, measures.worst));
      const felt = kind.shape === 'gradual' ? { ...fault, course: late(fault) } : fault;
      for (const [one, share] of feeling(scene, part, of)) feel(scene, one, felt, slower * share, failing * share);
      const place = of === 'node' ? [`node/${nodeUnder(scene, part).name}`] : [];
      const used = typeof of === 'object' ? [`service/${nameIn(of)}`] : [];
      return {
        components: [...place, ...used, `service/${part.name}`],
        complaint: `${typeof of === 'object' ? nameIn(of) : part.name} has trouble`,
      };
    },
  };
}

/** The parts that feel it, and how much of it: on a node every program there, by its share of pods. */
function feeling(scene: Scene, part: Part, of: Figure['of']): readonly (readonly [Part, number])[] {
  if (of !== 'node') return [[part, 1]];
  const { name } = nodeUnder(scene, part);
  return scene.system.parts.flatMap((one) => {
    const pods = podsOf(scene, one);
    const there = pods.filter(({ node }) => node === name).length;
    return there === 0 ? [] : [[one, there / pods.length] as const];
  });
}

function feel(scene: Scene, part: Part, fault: Fault, slower: number, failing: number): void {
  if (slower > 0) drive(scene, part, 'latencyMs', fault, slower * fault.scale(0.4, 2.5));
  if (failing > 0) drive(scene, part, 'errors', fault, Math.min(0.95, failing * fault.scale(0.4, 2.5)));
}

/** What grows gradually is felt once it is well on its way. */
function late({ course }: Fault): Float64Array {
  return course.map((value) => Math.max(0, (value - 0.6) / 0.4));
}

export const gauge = (name: string, base: number, worst?: number, labels?: Series['labels']): Series => ({
  name,
  type: 'gauge',
  base,
  ...(worst !== undefined && { worst }),
  ...(labels !== undefined && { labels }),
});
export const counter = (name: string, base: number, worst: number): Series => ({ name, type: 'counter', base, worst });
