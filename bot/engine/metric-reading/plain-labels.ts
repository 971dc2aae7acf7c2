/** YACE writes CloudWatch's dimensions as `dimension_DBInstanceIdentifier`. */
const DIMENSION = /^dimension_/;

interface PlainLabel {
  readonly plain: string;
  /** The same where words that begin with capitals stand apart. */
  readonly split: string;
}

/** Labels are few, and are compared for every series. */
const compared = new Map<string, PlainLabel>();

/** A label as it is compared: `dimension_QueueName` -> `queuename`, split `queue_name`; `k8s.pod.name` -> `k8s_pod_name`. */
export function plainLabels(key: string): PlainLabel {
  const known = compared.get(key);
  if (known !== undefined) return known;
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[.\-/]/g, '_')
      .replace(DIMENSION, '');
  const labels = { plain: plain(key), split: plain(key.replace(/([a-z])([A-Z])/g, '$1_$2')) };
  compared.set(key, labels);
  return labels;
}
