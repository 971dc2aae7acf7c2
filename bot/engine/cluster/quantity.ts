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
 * Reads a Kubernetes quantity (`250m`, `1.5Gi`, `2e3`) in base units: cores, bytes or a count. Undefined for what is
 * not a quantity. Rules: kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity.
 */
export function parseQuantity(text: unknown): number | undefined {
  if (typeof text === 'number') return text;
  if (typeof text !== 'string') return undefined;
  const match = /^([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(?:[eE]([+-]?\d+)|([KMGTPE]i|[numkMGTPE]))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, digits, exponent, suffix] = match;
  return Number(digits) * (exponent === undefined ? (SUFFIX[suffix ?? ''] ?? 1) : 10 ** Number(exponent));
}
