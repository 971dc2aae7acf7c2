/** A letter of apimachinery's `SafeEncodeString`. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
const HEX_HASH = /-[a-f\d]{6,10}-[a-z\d]{5}$/;
const SAFE_HASH = new RegExp(`-${SAFE}{6,10}-${SAFE}{5}$`);
const SAFE_SUFFIX = new RegExp(`-${SAFE}{5}$`);
const RUN_OF_SCHEDULE = /-\d+-[^-]+$/;

/**
 * A pod's name without what its controllers appended: `web-7f9c5d8b6-x2x9z` -> `web`, `db-0` -> `db`. Hashes are written in
 * hexadecimal or in safe letters, which have no vowels and no 0, 1 and 3.
 */
export function withoutPodSuffix(pod: string): string {
  return pod.replace(HEX_HASH, '').replace(SAFE_HASH, '').replace(/-\d+$/, '').replace(SAFE_SUFFIX, '');
}

/**
 * The Deployment of a pod that says nothing of its owner, by the name alone: its ReplicaSet puts a hash of the template behind
 * the name, and the API five letters that it draws (kubernetes.io, "Deployments", "Pod-template-hash label"). Undefined for
 * any other name, that of a scheduled Job's run among them, which counts minutes there.
 */
export function deploymentOfPod(pod: string): string | undefined {
  const name =
    SAFE_SUFFIX.test(pod) && !RUN_OF_SCHEDULE.test(pod) ? pod.replace(HEX_HASH, '').replace(SAFE_HASH, '') : pod;
  return name === pod ? undefined : name;
}
