import type { Fault, FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import { targetLabels } from '../metrics/targets.ts';
import type { Part } from '../part.ts';
import { changeSignal, drive, type LogEntry, podsOf, type Scene } from '../scene.ts';
import { recordChange, release } from './changes.ts';
import { HARDLY_USED, hardlyUsed } from './few-requests.ts';
import { ownError } from './own-error.ts';
import { aDatabase, all, aProgram, aService, hosted, isEngine, kubernetes, runs } from './places.ts';

const MINUTE = 60;

/** Lines of one matter at even distances. */
function evenly(
  scene: Scene,
  part: Part,
  { from, until, every }: { readonly from: number; readonly until: number; readonly every: number },
  said: () => Pick<LogEntry, 'text' | 'stack' | 'fields'>,
): void {
  scene.sayings.push(() => {
    const [pod] = podsOf(scene, part);
    for (let seconds = from; seconds <= until; seconds += every)
      scene.logs.push({ part, pod, time: Math.round(seconds * 1000), level: 'error', ...said() });
  });
}

function releaseOf(scene: Scene, part: Part, time: number): void {
  const version = release(scene, part, time);
  recordChange(scene, part, time - 5, { kind: 'deploy', summary: `Release ${version}: receipts by mail`, files: [] });
}

/** Three requests in ten fail, and the program's own code writes of a share of them from a moment on. */
function failWithOwnWords(
  scene: Scene,
  part: Part,
  fault: Fault,
  { from, share }: { readonly from: number; readonly share: number },
): { readonly complaint: string } {
  const failing = 0.3;
  drive(scene, part, 'errors', fault, failing);
  const perMinute = part.entryRps * HARDLY_USED * MINUTE * failing * share;
  say(scene, part, { from, perMinute }, () => ownError(part, scene));
  return { complaint: `${part.name} fails` };
}

/** What has not been seen for a while: whether it is over depends on how often it came. */
export const silences: readonly FaultKind[] = [
  {
    // cAdvisor counts one kill for memory about every nine minutes, as long as some job feeds the program what it cannot hold.
    id: 'kills-that-stayed-away',
    causes: ['oom_killed'],
    where: all(kubernetes, aProgram),
    axes: ['size'],
    measured(scene, part) {
      const labels = targetLabels(scene.system, part, podsOf(scene, part)[0], 0);
      scene.addedSeries.push({
        ...{ role: part.role, name: 'container_oom_events_total', type: 'counter', base: 0 },
        labels,
      });
    },
    strike(scene, part, fault) {
      const { axis } = scene;
      const last = axis.points - 1 - Math.round((fault.scale(3, 60) * MINUTE) / axis.step);
      const every = Math.round((9 * MINUTE) / axis.step);
      const kills = new Set([0, 1, 2].map((n) => last - n * every));
      const course = new Float64Array(axis.points).map((_, i) => (kills.has(i) ? 1 : 0));
      changeSignal(scene, part, 'container_oom_events_total', (base, i) => base + course[i]! / axis.step);
      drive(scene, part, 'errors', { course }, 0.5);
      return { complaint: `${part.name} drops requests now and then` };
    },
  },
  {
    // A password was refused until it was put right; then, after a while, a defect of its own struck.
    id: 'refused-for-a-while-then-another',
    causes: ['application_error', 'availability_regression'],
    where: all(hosted, aService, runs('jvm', 'go', 'node', 'python'), ({ entryRps }) => entryRps > 0),
    axes: ['size', 'severity'],
    strike(scene, part, fault) {
      const again = scene.axis.end - 9 * MINUTE;
      const until = again - fault.scale(8, 25 * MINUTE);
      const from = until - 8 * MINUTE;
      evenly(scene, part, { from, until, every: 2 }, () => ({
        text: 'FATAL: password authentication failed for user "app" (SQLSTATE 28P01)',
      }));
      say(scene, part, { from: again, perMinute: 12 }, () => ownError(part, scene));
      const course = new Float64Array(scene.axis.points).map((_, i) => {
        const at = scene.axis.at(i);
        return at >= again || (at >= from && at <= until) ? 1 : 0;
      });
      drive(scene, part, 'errors', { course }, 0.3);
      return { complaint: `${part.name} fails` };
    },
  },
  {
    // What a release broke came with an input that comes no more; what fails since then fails in other words.
    id: 'errors-of-release-stopped-by-themselves',
    causes: ['availability_regression', 'application_error'],
    where: all(hosted, aService, runs('node', 'python'), ({ entryRps }) => entryRps > 0),
    axes: ['size'],
    strike(scene, part, fault) {
      const from = scene.axis.end - 35 * MINUTE;
      const until = scene.axis.end - fault.scale(40, 20 * MINUTE);
      releaseOf(scene, part, from);
      evenly(scene, part, { from: from + 10, until, every: 15 }, () => ownError(part, scene));
      evenly(scene, part, { from: until + 5, until: scene.axis.end, every: 10 }, () => ({
        text: 'Receipt 4 of the batch has no total and is left out',
      }));
      const course = new Float64Array(scene.axis.points).map((_, i) => (scene.axis.at(i) >= from ? 1 : 0));
      drive(scene, part, 'errors', { course }, 0.2);
      return { complaint: `${part.name} fails` };
    },
  },
  {
    // A few lines of an error may come at any time; some dozens since a release, and none before, are its.
    id: 'some-errors-since-release',
    causes: ['bad_deploy'],
    where: all(hosted, aService, runs('node', 'python'), ({ entryRps }) => entryRps > 0),
    axes: ['size', 'age'],
    strike(scene, part, fault) {
      releaseOf(scene, part, fault.from);
      const from = fault.from + 15;
      const every = (scene.axis.end - from) / fault.scale(2, 60);
      evenly(scene, part, { from, until: scene.axis.end, every }, () => ownError(part, scene));
      drive(scene, part, 'errors', fault, 0.2);
      return { complaint: `${part.name} fails` };
    },
  },
  {
    // A report has been slow since anybody can remember; what holds all the connections is new.
    id: 'connections-gone-beside-old-slow-report',
    causes: ['database_connection_exhausted'],
    where: all(kubernetes, aDatabase, isEngine('postgresql')),
    axes: ['age'],
    measured(scene, part) {
      say(scene, part, { until: scene.axis.end, perMinute: 1, level: 'info' }, () => ({
        text: `duration: ${scene.random.between(6_000, 9_000).toFixed(3)} ms  execute <unnamed>: SELECT day, sum(total) FROM line_items GROUP BY day ORDER BY day`,
      }));
    },
    strike(scene, part, fault) {
      drive(scene, part, 'unreachable', fault, 0.3);
      scene.problems.set(part.role, 'connections');
      say(scene, part, { from: fault.from, perMinute: 6, level: 'fatal' }, () => ({
        text: 'sorry, too many clients already',
        fields: { user: 'app' },
      }));
      return { complaint: 'services cannot connect to the database' };
    },
  },
  {
    // Of the requests that fail, its own code writes of a share: the rest is somebody else's.
    id: 'own-error-for-some-of-the-failures',
    causes: ['application_error', 'availability_regression'],
    where: all(hosted, aService, runs('python'), ({ entryRps }) => entryRps > 0),
    axes: ['size'],
    measured: hardlyUsed,
    strike(scene, part, fault) {
      return failWithOwnWords(scene, part, fault, { from: fault.from, share: fault.scale(0.05, 1.2) });
    },
  },
  {
    // What its code complains of harmed nobody at first: requests fail for another reason since a while later.
    id: 'own-error-before-the-failures',
    causes: ['application_error', 'availability_regression'],
    where: all(hosted, aService, runs('python'), ({ entryRps }) => entryRps > 0),
    axes: ['size'],
    measured: hardlyUsed,
    strike(scene, part, fault) {
      const from = fault.from - MINUTE * fault.scale(0.2, 20);
      return failWithOwnWords(scene, part, fault, { from, share: 1 });
    },
  },
];
