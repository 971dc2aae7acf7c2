const SUFFIX: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * Reads a Kubernetes quantity (`250m`, `1.5Gi`, `2e3`, 4) in base units: cores, bytes or a count; an exponent and a suffix
 * exclude each other. Undefined for what is no quantity, or no number that can be calculated with. Rules:
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function parseQuantity(text: unknown): number | undefined {
  if (typeof text === 'number') return Number.isFinite(text) ? text : undefined;
  if (typeof text !== 'string') return undefined;
  const match = /^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:[eE]([+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, digits, exponent, suffix] = match;
  const value = Number(digits) * (exponent === undefined ? (SUFFIX[suffix ?? ''] ?? 1) : 10 ** Number(exponent));
  return Number.isFinite(value) ? value : undefined;
}
