import type { Pod } from '../kubernetes/state.ts';
import type { Part } from '../part.ts';
import { everPodsOf, type LogEntry, podsOf, type Scene } from '../scene.ts';

type Said = string | Pick<LogEntry, 'text' | 'stack' | 'fields' | 'logger'>;

/** When and how often a part says something. */
export interface Saying {
  /** Unix seconds; the beginning of the recording where absent. */
  readonly from?: number;
  /** Unix seconds; where absent, the end of the fault that is at work, or of the recording. */
  readonly until?: number;
  readonly perMinute: number;
  readonly level?: LogEntry['level'];
  readonly logger?: string;
  /** Only this pod; any pod that is up where absent. */
  readonly pod?: Pod;
  /** Also while the pod serves nothing: it fails while starting. */
  readonly whileDown?: boolean;
}

/** Lets a part say something again and again, at chance moments. Always at least once. */
export function say(scene: Scene, part: Part, saying: Saying, said: () => Said): void {
  scene.sayings.push(() => write(scene, part, saying, said));
}

function write(scene: Scene, part: Part, saying: Saying, said: () => Said): void {
  const { random, axis } = scene;
  const from = saying.from ?? axis.start;
  const until = Math.min(saying.until ?? scene.faultEnds ?? axis.end, axis.end);
  const count = Math.max(1, random.poisson((saying.perMinute * (until - from)) / 60));
  const pods = saying.whileDown === true ? podsOf(scene, part) : everPodsOf(scene, part);
  for (let n = 0; n < Math.min(count, 400); n++) {
    const seconds = n === 0 ? from + random.between(0, Math.min(45, until - from)) : random.between(from, until);
    const index = Math.min(axis.points - 1, axis.indexOf(seconds));
    const up = pods.filter((pod) => saying.whileDown === true || pod.down[Math.max(0, index - 1)] !== 1);
    const pod = saying.pod ?? (up.length === 0 ? undefined : random.pick(up));
    if (pod === undefined && pods.length > 0) continue;
    const one = said();
    scene.logs.push({
      part,
      pod,
      time: Math.round(seconds * 1000),
      level: saying.level ?? 'error',
      logger: saying.logger,
      ...(typeof one === 'string' ? { text: one } : one),
    });
  }
}
