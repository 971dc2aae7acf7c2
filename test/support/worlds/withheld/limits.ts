import type { FaultKind } from '../fault-kind.ts';
import { all, aProgram, aService, kubernetes, runs } from '../kinds/places.ts';
import { crashLoop, replacePods } from '../kinds/pods.ts';
import { callerOf } from '../kinds/routing.ts';
import { say } from '../logs/say.ts';
import { drive } from '../scene.ts';

const KEY_EXPIRED = {
  jvm: '401 Unauthorized on POST request for "https://HOST/v1/requests": "{"error":{"code":"api_key_expired","message":"This API key expired on 1 day ago"}}"',
  go: 'POST https://HOST/v1/requests: unexpected status 401: {"error":{"code":"api_key_expired"}}',
  node: 'Request failed with status code 401 (POST https://HOST/v1/requests): api_key_expired',
  python: '401 Client Error: Unauthorized for url: https://HOST/v1/requests (api_key_expired)',
  celery: '401 Client Error: Unauthorized for url: https://HOST/v1/requests (api_key_expired)',
};

export const withheldLimits: readonly FaultKind[] = [
  {
    id: 'key-of-partner-expired',
    causes: ['credentials_expired'],
    where: ({ kind }) => kind === 'external',
    strike(scene, part, fault) {
      const caller = callerOf(scene, part);
      drive(scene, part, 'errors', fault, 1);
      scene.problems.set(part.role, 'denied');
      say(scene, caller, { from: fault.from, perMinute: 4 }, () =>
        KEY_EXPIRED[caller.runtime!].replace('HOST', part.name),
      );
      return {
        components: [`service/${caller.name}`, `service/${part.name}`],
        complaint: `${caller.name} is refused by ${part.name}`,
      };
    },
  },
  {
    id: 'watches-spent',
    causes: ['inotify_limit_reached'],
    where: all(kubernetes, aProgram, aService, runs('node', 'go')),
    strike(scene, part, fault) {
      const text =
        part.runtime === 'node'
          ? "Error: ENOSPC: System limit for number of file watchers reached, watch '/srv/app/config'"
          : 'create config watcher: too many open files (inotify_init1: EMFILE, fs.inotify.max_user_instances)';
      const pods = replacePods(scene, part, fault, 'all');
      crashLoop(scene, pods, fault, { reason: 'Error', exitCode: 1, lives: 2 }, () => text);
      return {
        components: [`service/${part.name}`, ...pods.map(({ node }) => `node/${node}`)],
        complaint: `${part.name} does not start`,
      };
    },
  },
];
