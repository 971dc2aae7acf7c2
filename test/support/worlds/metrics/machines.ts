import { everPodsOf, type Scene } from '../scene.ts';
import type { Courses } from '../simulate/course.ts';
import { nodeExporter } from './node.ts';
import { nodeBusy } from './node-load.ts';
import type { MetricSink, Target } from './sink.ts';

/** node_exporter on each machine, with the state of the unit that runs there. */
export function machines(scene: Scene, courses: Courses, sink: MetricSink): void {
  for (const node of scene.system.nodes) {
    const labels = { job: 'node', instance: `${node.name}:9100`, env: 'production' };
    const state = scene.nodes.find(({ name }) => name === node.name)!;
    const lost = scene.axis.indexOf(state.readySince);
    const target: Target = { scraped: (i) => state.ready === 'True' || i < lost, restarted: () => false };
    nodeExporter(scene, node, sink, labels, nodeBusy(scene, courses, node), target);
    sink.gauge(
      { scraped: () => true, restarted: () => false },
      'up',
      { job: 'node', instance: `${node.name}:9100` },
      (i) => (target.scraped(i) ? 1 : 0),
    );
    for (const part of scene.system.parts)
      for (const pod of everPodsOf(scene, part).filter((one) => one.node === node.name))
        for (const unit of ['active', 'failed'])
          sink.gauge(
            target,
            'node_systemd_unit_state',
            { ...labels, name: `${part.name}.service`, state: unit, type: 'simple' },
            (i) => ((pod.down[i] === 1) === (unit === 'failed') ? 1 : 0),
          );
  }
}
