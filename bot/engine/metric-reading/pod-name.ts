/** A letter of apimachinery's `SafeEncodeString`. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
const HEX_HASH = /-[a-f\d]{6,10}-[a-z\d]{5}$/;
const SAFE_HASH = new RegExp(`-${SAFE}{6,10}-${SAFE}{5}$`);
const SAFE_SUFFIX = new RegExp(`-${SAFE}{5}$`);

/**
 * A pod's name without what its controllers appended: `web-7f9c5d8b6-x2x9z` -> `web`, `db-0` -> `db`. Hashes are written in
 * hexadecimal or in safe letters, which have no vowels and no 0, 1 and 3.
 */
export function withoutPodSuffix(pod: string): string {
  return pod.replace(HEX_HASH, '').replace(SAFE_HASH, '').replace(/-\d+$/, '').replace(SAFE_SUFFIX, '');
}
