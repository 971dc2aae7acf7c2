import type { Change, KubernetesObject } from '../../../schemas/generated/kubernetes.ts';
import { isRecord } from '../../common/snapshot/json-shape.ts';
import { fieldAt, listAt, textAt } from '../read-fields.ts';

const MOST_LINES = 40;
/** Fields whose values may be shown; of all others only that they changed: an environment may hold secrets. */
const SHOWN =
  /\.(image|replicas|limits|requests|cpu|memory|containerPort|path|port|periodSeconds|timeoutSeconds|initialDelaySeconds|failureThreshold)$/;

interface Revision {
  readonly number: number;
  readonly object: KubernetesObject;
  readonly time: string | undefined;
  readonly template: unknown;
  /** The number under which the same template was served before. */
  readonly again?: number;
}

/**
 * Deploys, read from what controllers keep of them: the ReplicaSets of Deployments, the ControllerRevisions of
 * StatefulSets and DaemonSets. A revision gone by its history limit is not known any more; one rolled back to is dated
 * by its Deployment's progress, and left out where that does not tell.
 */
export function changesOfRevisions(objects: readonly KubernetesObject[]): Change[] {
  const workloads = new Map(
    objects
      .filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))
      .map((object) => [placeOf(object.kind, object.metadata.namespace, object.metadata.name), object]),
  );
  const histories = new Map<string, Revision[]>();
  for (const object of objects) {
    if (object.kind !== 'ReplicaSet' && object.kind !== 'ControllerRevision') continue;
    const owner = object.metadata.ownerReferences?.find(({ kind }) =>
      ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind),
    );
    if (owner === undefined) continue;
    const place = placeOf(owner.kind, object.metadata.namespace, owner.name);
    histories.set(place, [...(histories.get(place) ?? []), ...revisionsOf(object, workloads.get(place))]);
  }
  const changes: Change[] = [];
  for (const [place, history] of histories) {
    const [kind, namespace, service] = JSON.parse(place) as [string, string, string];
    history.sort((a, b) => a.number - b.number);
    for (const [index, revision] of history.entries()) {
      if (revision.time === undefined) continue;
      const before = history[index - 1];
      const cause = revision.object.metadata.annotations?.['kubernetes.io/change-cause'];
      const diff = before === undefined ? [] : differences(before.template, revision.template);
      changes.push({
        timestamp: new Date(revision.time).toISOString(),
        kind: 'deploy',
        service,
        id: `${namespace}/${service}@${revision.number}`,
        summary: [`${kind} ${service} ${nameOf(revision)}: ${imagesOf(revision.template)}`, cause]
          .filter((text) => text !== undefined)
          .join('; '),
        ...(diff.length === 0 ? {} : { diff: diff.join('\n') }),
      });
    }
  }
  return changes;
}

function placeOf(kind: string, namespace: string | undefined, name: string): string {
  return JSON.stringify([kind, namespace ?? '', name]);
}

function nameOf({ number, again }: Revision): string {
  return again === undefined ? `revision ${number}` : `rolled back to revision ${again}, as revision ${number}`;
}

/**
 * The revisions that an object was: a Deployment that is rolled back takes up the ReplicaSet it had, with a new number, and
 * keeps the ones it served as in an annotation (client-go's `RevisionHistoryAnnotation`).
 */
function revisionsOf(object: KubernetesObject, workload: KubernetesObject | undefined): readonly Revision[] {
  const annotations = object.metadata.annotations ?? {};
  const written = object.kind === 'ReplicaSet' ? annotations['deployment.kubernetes.io/revision'] : object.revision;
  const number = Number(written);
  if (written === undefined || !Number.isInteger(number)) return [];
  const template =
    object.kind === 'ReplicaSet' ? fieldAt(object, 'spec', 'template') : fieldAt(object, 'data', 'spec', 'template');
  const current = workload?.metadata.annotations?.['deployment.kubernetes.io/revision'] === String(number);
  const served = (annotations['deployment.kubernetes.io/revision-history'] ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => /^\d+$/.test(one))
    .map(Number)
    .filter((one) => one < number)
    .sort((a, b) => a - b);
  const dated = (time: string | undefined) => (Number.isNaN(Date.parse(time ?? '')) ? undefined : time);
  const made = dated(object.metadata.creationTimestamp);
  const before = served.map((one, index) => ({ number: one, object, template, time: index === 0 ? made : undefined }));
  const last = served.at(-1);
  if (last === undefined) return [{ number, object, template, time: made }];
  const time = current ? dated(progressTime(workload)) : undefined;
  return [...before, { number, object, template, time, again: last }];
}

function progressTime(deployment: KubernetesObject | undefined): string | undefined {
  const progressing = listAt(deployment, 'status', 'conditions').find(({ type }) => type === 'Progressing');
  return textAt(progressing, 'lastUpdateTime');
}

function imagesOf(template: unknown): string {
  const images = listAt(template, 'spec', 'containers').map((container) => textAt(container, 'image'));
  return images.filter((image) => image !== undefined).join(', ') || 'no image';
}

/** Fields of the pod template that differ, a line each. */
function differences(before: unknown, after: unknown): string[] {
  const old = leavesOf(fieldAt(before, 'spec'));
  const now = leavesOf(fieldAt(after, 'spec'));
  const lines: string[] = [];
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const was = old.get(path);
    const is = now.get(path);
    if (was === is) continue;
    if (SHOWN.test(path)) lines.push(`${path}: ${was ?? 'none'} -> ${is ?? 'none'}`);
    else lines.push(`${path}: ${was === undefined ? 'added' : is === undefined ? 'removed' : 'changed'}`);
  }
  return lines.length > MOST_LINES
    ? [...lines.slice(0, MOST_LINES), `and ${lines.length - MOST_LINES} more fields`]
    : lines;
}

/** `containers[web].resources.limits.memory` -> its value; list items are known by their names where they have any. */
function leavesOf(value: unknown, path = '', into: Map<string, string> = new Map()): Map<string, string> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) {
      const name = isRecord(item) && typeof item.name === 'string' ? item.name : String(index);
      leavesOf(item, `${path}[${name}]`, into);
    }
  else if (isRecord(value))
    for (const [field, inner] of Object.entries(value)) leavesOf(inner, path === '' ? field : `${path}.${field}`, into);
  else into.set(path, String(value));
  return into;
}
