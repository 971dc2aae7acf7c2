import { parseQuantity } from '../../../../schemas/quantity.ts';
import type { CauseCode } from '../../../domain/cause.ts';
import type { Finding } from '../../../domain/finding.ts';
import type { KubernetesObject } from '../../../domain/signals.ts';
import { usersOfClaim } from '../../cluster/claims.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { placeOf } from '../../cluster/component-of.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, newest, parametersOf, seen, told } from '../../cluster/observe.ts';
import { fields, readSelector } from '../../cluster/read-objects.ts';
import { matchesSelector } from '../../cluster/selectors.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';

interface Clash {
  readonly cause: CauseCode;
  readonly what: string;
}

/** Claims that stay unbound, set against every volume; the volume nearest to fitting shows what is wrong. */
export const claimBinding = defineAnalyzer({
  id: 'claim-binding',
  title: 'Volume claim does not bind',
  causes: [
    'pvc_storage_class_mismatch',
    'pvc_access_mode_mismatch',
    'pvc_capacity_mismatch',
    'pvc_selector_mismatch',
    'pv_binding_occupied',
    'persistent_volume_claim_lost',
  ],
  needs: ['objects'],
  prefers: ['events'],
  kinds: ['PersistentVolumeClaim', 'PersistentVolume'],
  example: 'The claim asks for 10Gi while the only volume of its class offers 1Gi.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    const claims = cluster.ofKind('PersistentVolumeClaim').filter((claim) => fields(claim.status).phase !== 'Bound');
    return conclude(
      claims.flatMap((claim) =>
        fields(claim.status).phase === 'Lost' ? lost(claim, cluster, parameters) : explain(claim, cluster),
      ),
      `${cluster.ofKind('PersistentVolumeClaim').length} claims, ${claims.length} of them unbound`,
    );
  },
});

function explain(claim: KubernetesObject, cluster: Cluster): readonly Finding[] {
  const namespace = claim.metadata.namespace ?? '';
  const waiting = usersOfClaim(namespace, claim.metadata.name, cluster).filter((workload) =>
    workload.pods.some((pod) => !pod.healthy),
  );
  const event = newest(
    cluster
      .eventsOf('PersistentVolumeClaim', namespace, claim.metadata.name)
      .filter((item) => item.reason !== 'WaitForFirstConsumer'),
  );
  const decided = decide(claim, cluster) ?? fromWords(event?.message ?? '');
  if (decided === undefined) return [];
  return waiting.map((workload) => ({
    analyzer: 'claim-binding',
    component: workload.component,
    cause: decided.cause,
    statement: `${workload.name} waits for the claim ${claim.metadata.name}: ${decided.what}.`,
    strength: decided.strength,
    evidence: [
      seen(claim, decided.what),
      ...(decided.volume === undefined ? [] : [seen(decided.volume, describeVolume(decided.volume))]),
      ...(event === undefined ? [] : [told(event)]),
    ],
    onset: event?.first,
    parameters: {
      ...parametersOf(workload),
      claim: claim.metadata.name,
      ...(decided.volume === undefined ? {} : { volume: decided.volume.metadata.name }),
    },
  }));
}

/** The volume that the claim was bound to is gone, and with it the data. */
function lost(claim: KubernetesObject, cluster: Cluster, parameters: Parameters): readonly Finding[] {
  const { name, namespace = '' } = claim.metadata;
  const event = newest(cluster.eventsOf('PersistentVolumeClaim', namespace, name));
  const volume = String(fields(claim.spec).volumeName ?? '');
  const what = `the claim ${name} is Lost: its volume ${volume} is not there any more`;
  const { component, workload } = placeOf('PersistentVolumeClaim', namespace, name, cluster);
  return [
    {
      analyzer: 'claim-binding',
      component,
      cause: 'persistent_volume_claim_lost',
      statement: `${workload?.name ?? name}: ${what}.`,
      ...graded('said', parameters),
      evidence: [...(event === undefined ? [] : [told(event)]), seen(claim, what)],
      onset: event?.first,
      parameters: { ...(workload === undefined ? { namespace } : parametersOf(workload)), claim: name, volume },
    },
  ];
}

/** Words of the volume controller and of provisioners, for what the objects do not show. */
const WORDS: readonly (readonly [RegExp, CauseCode])[] = [
  [
    /storageclass\S* "[^"]*" not found|storageClassName does not match|no volume plugin matched|no storage class is set/i,
    'pvc_storage_class_mismatch',
  ],
  [
    /access ?modes?\b|multi[- _]?(?:node[- _]multi[- _])?writer|volume capabilit(?:y|ies) .*(?:not supported|invalid)/i,
    'pvc_access_mode_mismatch',
  ],
  [/requested PV is too small/i, 'pvc_capacity_mismatch'],
  [/already bound to a different claim/i, 'pv_binding_occupied'],
];

function fromWords(message: string): (Clash & { strength: number; volume?: KubernetesObject }) | undefined {
  const cause = WORDS.find(([pattern]) => pattern.test(message))?.[1];
  return cause === undefined ? undefined : { cause, what: message, strength: STRENGTH.likely };
}

function decide(
  claim: KubernetesObject,
  cluster: Cluster,
): (Clash & { strength: number; volume?: KubernetesObject }) | undefined {
  const wanted = classOf(claim, cluster);
  const classes = cluster.ofKind('StorageClass');
  const storageClass = classes.find((item) => item.metadata.name === wanted);
  const volumes = cluster.ofKind('PersistentVolume');
  const ofClass = volumes.some((volume) => String(fields(volume.spec).storageClassName ?? '') === wanted);
  if (wanted !== '' && cluster.sees('StorageClass') && storageClass === undefined && !ofClass) {
    return {
      cause: 'pvc_storage_class_mismatch',
      what: `storage class ${wanted} does not exist`,
      strength: STRENGTH.conclusive,
    };
  }
  const nearest = volumes
    .map((volume) => ({ volume, clashes: clashesOf(claim, volume, wanted) }))
    .sort((a, b) => a.clashes.length - b.clashes.length)[0];
  const provisioner = String(fields(storageClass).provisioner ?? '');
  const dynamic = storageClass !== undefined && provisioner !== '' && !provisioner.endsWith('/no-provisioner');
  // A volume that fits may be among those that were not read.
  if (nearest !== undefined && nearest.clashes.length > 0 && !dynamic && cluster.sees('PersistentVolume')) {
    const [first] = nearest.clashes;
    return {
      ...first!,
      strength: nearest.clashes.length === 1 ? STRENGTH.named : STRENGTH.supported,
      volume: nearest.volume,
    };
  }
  return undefined;
}

/** Everything that keeps a claim off a volume, as the volume binder checks it. */
function clashesOf(claim: KubernetesObject, volume: KubernetesObject, wantedClass: string): readonly Clash[] {
  const spec = fields(claim.spec);
  const offered = fields(volume.spec);
  const clashes: Clash[] = [];
  const named = spec.volumeName;
  const reference = fields(offered.claimRef);
  const taken =
    reference.name !== undefined &&
    (reference.name !== claim.metadata.name || reference.namespace !== claim.metadata.namespace);
  if (taken || fields(volume.status).phase === 'Released') {
    clashes.push({
      cause: 'pv_binding_occupied',
      what: `volume ${volume.metadata.name} is held by the claim ${String(reference.name ?? 'that was')}`,
    });
  }
  const offeredClass = String(offered.storageClassName ?? '');
  if (offeredClass !== wantedClass) {
    clashes.push({
      cause: 'pvc_storage_class_mismatch',
      what: `it asks for storage class "${wantedClass}" and volume ${volume.metadata.name} is of class "${offeredClass}"`,
    });
  }
  const modes = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const missing = modes(spec.accessModes).filter((mode) => !modes(offered.accessModes).includes(mode));
  if (missing.length > 0) {
    clashes.push({
      cause: 'pvc_access_mode_mismatch',
      what: `it asks for ${missing.join(', ')} and volume ${volume.metadata.name} offers ${modes(offered.accessModes).join(', ')}`,
    });
  }
  const asks = fields(fields(spec.resources).requests).storage;
  const offers = fields(offered.capacity).storage;
  if ((parseQuantity(asks) ?? 0) > (parseQuantity(offers) ?? 0)) {
    clashes.push({
      cause: 'pvc_capacity_mismatch',
      what: `it asks for ${String(asks)} and volume ${volume.metadata.name} has ${String(offers)}`,
    });
  }
  if (spec.selector !== undefined && !matchesSelector(readSelector(spec.selector), volume.metadata.labels ?? {})) {
    clashes.push({
      cause: 'pvc_selector_mismatch',
      what: `its selector does not match the labels of volume ${volume.metadata.name}`,
    });
  }
  if (typeof named === 'string' && named !== '' && named !== volume.metadata.name) {
    clashes.push({ cause: 'pv_binding_occupied', what: `it names volume ${named}` });
  }
  return clashes;
}

/** The claim's class: as written (the empty one included), else the cluster's default. */
function classOf(claim: KubernetesObject, cluster: Cluster): string {
  const written = fields(claim.spec).storageClassName;
  if (typeof written === 'string') return written;
  const standard = cluster
    .ofKind('StorageClass')
    .find((item) => item.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true');
  return standard?.metadata.name ?? '';
}

function describeVolume(volume: KubernetesObject): string {
  const spec = fields(volume.spec);
  return `${String(fields(spec.capacity).storage)}, ${String(spec.accessModes)}, class "${String(spec.storageClassName ?? '')}", ${String(fields(volume.status).phase)}`;
}
