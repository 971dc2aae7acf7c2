import type { NodePlan } from '../part.ts';
import type { Scene } from '../scene.ts';
import type { Courses } from '../simulate/course.ts';

/** The share of a node's cores that its pods use. */
export function nodeBusy(scene: Scene, courses: Courses, node: NodePlan): (index: number) => number {
  const pods = scene.pods.filter((pod) => pod.node === node.name);
  return (index) => {
    let cores = 0;
    for (const pod of pods) if (pod.down[index] !== 1) cores += courses.parts.get(pod.part.role)!.cpu[index]!;
    return Math.min(0.95, 0.12 + cores / node.cores);
  };
}
