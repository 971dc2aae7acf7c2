import type { Pod } from '../kubernetes/state.ts';
import type { Part } from '../part.ts';
import type { Scene } from '../scene.ts';
import { signal } from '../scene.ts';
import type { CallCourse, Course, Courses } from '../simulate/course.ts';
import type { Labels, MetricSink, Target } from './sink.ts';

/** What an exporter is given to write the series of one scraped target. */
export interface Exported {
  readonly scene: Scene;
  readonly part: Part;
  readonly course: Course;
  readonly sink: MetricSink;
  readonly target: Target;
  /** Labels that the scraper adds to everything of this target. */
  readonly labels: Labels;
  /** 0 for the first pod of a part. */
  readonly ordinal: number;
  /** The pod; undefined on plain machines and in the cloud. */
  readonly pod?: Pod;
  /** Requests a second that this one target gets. */
  rps(index: number): number;
  /** The calls that this part makes, and those made to it. */
  readonly outgoing: readonly CallCourse[];
  readonly incoming: readonly CallCourse[];
  /** Its share of what the whole part does: 1 / pods that serve; 0 while it is down. */
  share(index: number): number;
  courseOf(part: Part): Course;
  /** The share of its memory limit that its process holds, as the kernel counts it for the container. */
  memoryShare(index: number): number;
  /** A quantity after what faults did to it. */
  read(name: string, index: number, base: number): number;
}

export type Exporter = (exported: Exported) => void;

/** Makes what the exporter of one target is given. */
export function exported(
  scene: Scene,
  courses: Courses,
  part: Part,
  sink: MetricSink,
  options: { readonly labels: Labels; readonly target: Target; readonly pod?: Pod; readonly ordinal: number },
): Exported {
  const course = courses.parts.get(part.role)!;
  const share = (index: number) => (options.pod?.down[index] === 1 ? 0 : 1 / Math.max(1, course.serving[index]!));
  return {
    scene,
    part,
    course,
    sink,
    ...options,
    share,
    rps: (index) => course.rps[index]! * share(index),
    outgoing: courses.calls.filter(({ caller }) => caller === part),
    incoming: courses.calls.filter(({ callee }) => callee === part),
    courseOf: (other) => courses.parts.get(other.role)!,
    memoryShare: (index) => memoryShareOf(scene, part, options.pod, index),
    read: (name, index, base) => signal(scene, part, name, base, index),
  };
}

/** The share of its memory limit that a pod's container uses, 0 to 1; that of a part without pods where none is given. */
export function memoryShareOf(scene: Scene, part: Part, pod: Pod | undefined, index: number): number {
  const share = signal(scene, part, 'memory share', part.memoryShare, index);
  if (pod === undefined) return share;
  const own = signal(scene, part, `memory ${pod.name}`, share, index);
  return Math.min(1, own + scene.drives.get(part.role)!.memory[index]!);
}
