import type { KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { asLabels, asText, isRecord } from './json-shape.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Drops managedFields and standard fields of the wrong type, and removes the values of a Secret wherever they stand. */
export function cleanObject(object: KubernetesObject): KubernetesObject {
  const metadata = object.metadata as Record<string, unknown>;
  delete metadata.managedFields;
  for (const field of ['namespace', 'uid', 'creationTimestamp', 'deletionTimestamp'])
    if (asText(metadata[field]) === undefined) delete metadata[field];
  for (const field of ['labels', 'annotations'])
    if (isRecord(metadata[field])) metadata[field] = asLabels(metadata[field]);
    else delete metadata[field];
  if (Array.isArray(metadata.ownerReferences))
    metadata.ownerReferences = metadata.ownerReferences.filter(
      (owner) => isRecord(owner) && asText(owner.kind) !== undefined && asText(owner.name) !== undefined,
    );
  else delete metadata.ownerReferences;
  if (asText(object.apiVersion) === undefined) delete object.apiVersion;
  if (object.kind === 'Secret') {
    for (const field of ['data', 'stringData'])
      if (isRecord(object[field]))
        object[field] = Object.fromEntries(Object.keys(object[field]).map((key) => [key, '']));
    if (isRecord(metadata.annotations)) delete metadata.annotations[LAST_APPLIED];
  }
  return object;
}
