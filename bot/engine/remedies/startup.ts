import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, describePod, editWorkload, lastWords, RESTARTS, showTemplate } from './advice.ts';

export const startupAdvice: AdviceFor<(typeof CAUSES.startup)[number]> = {
  incorrect_image_reference: {
    check: { ...describePod, say: 'Read what the registry answered.' },
    remedy: { say: 'Set an image that exists.', run: editWorkload, risk: RESTARTS, undo: true },
  },
  image_registry_dns_failure: {
    check: { ...describePod, say: 'Read which name the node could not resolve.' },
    remedy: {
      say: "Correct the registry's name in the image, or the resolver of {node|the node}.",
      run: editWorkload,
      risk: RESTARTS,
    },
  },
  image_registry_unreachable: {
    check: { ...describePod, say: 'Read how the call to the registry failed.' },
    remedy: {
      say: 'Restore the way from {node|the node} to the registry (firewall, proxy, the registry itself), or use a mirror.',
      risk: 'a mirror may hold other images under the same tag; pin the digest.',
    },
  },
  missing_image_pull_secret: {
    check: {
      say: 'See which pull secrets there are.',
      run: 'kubectl -n {namespace} get secrets --field-selector type=kubernetes.io/dockerconfigjson',
    },
    remedy: {
      say: 'Create the registry secret {secret|} and name it in imagePullSecrets of the workload or its service account.',
      risk: 'whoever may read Secrets of the namespace can pull as that account.',
    },
  },
  image_architecture_mismatch: {
    check: { say: "Compare the image's platforms with the nodes'.", run: 'kubectl get nodes -L kubernetes.io/arch' },
    remedy: {
      say: 'Build the image for the platform of the nodes, or select nodes of its platform.',
      run: editWorkload,
      risk: RESTARTS,
      undo: true,
    },
  },
  missing_config_map: {
    check: { say: 'List the ConfigMaps of the namespace.', run: 'kubectl -n {namespace} get configmaps' },
    remedy: {
      say: 'Create the ConfigMap {configMap|} (with the key), or correct its name in the workload.',
      run: editWorkload,
      risk: RESTARTS,
      undo: true,
    },
  },
  missing_secret: {
    check: { say: 'List the Secrets of the namespace.', run: 'kubectl -n {namespace} get secrets' },
    remedy: {
      say: 'Create the Secret {secret|} (with the key), or correct its name in the workload.',
      run: editWorkload,
      risk: RESTARTS,
      undo: true,
    },
  },
  volume_mount_permission_denied: {
    check: { say: 'Compare the owner of the volume with the user of the container.', run: lastWords },
    remedy: {
      say: "Set fsGroup or runAsUser to the volume's owner, or change the owner of the files.",
      run: editWorkload,
      risk: `${RESTARTS} fsGroup changes the group of every file in the volume.`,
    },
  },
  volume_attach_failed: {
    check: describePod,
    remedy: {
      say: 'Free the volume from the node that holds it, or correct the volume.',
      risk: 'a volume taken from a node that still writes to it loses data.',
    },
  },
  init_container_failed: {
    check: {
      say: 'Read the log of the init container.',
      run: [
        'kubectl -n {namespace} logs {pod} -c {container} --tail=50',
        'kubectl -n {namespace} logs {pod} --all-containers --tail=50',
      ],
    },
    remedy: {
      say: 'Put right what the init container waits for or does.',
      run: editWorkload,
      risk: RESTARTS,
      undo: true,
    },
  },
  invalid_command: {
    check: { say: 'Compare the command with what the image holds.', run: showTemplate },
    remedy: { say: 'Correct command and args.', run: editWorkload, risk: RESTARTS, undo: true },
  },
  application_crash_on_start: {
    check: { say: 'Read the last words before the crash.', run: lastWords },
    remedy: {
      say: 'Put right what the last words name.',
      risk: 'a restart alone loses the last words of the run before.',
      undo: true,
    },
  },
  image_pull_rate_limited: {
    check: { ...describePod, say: 'Read the answer of the registry: 429 or "toomanyrequests".' },
    remedy: {
      say: 'Pull with an account that has a higher limit, or through a mirror; or wait until the limit opens again.',
      risk: 'pods that are deleted now cannot come back before that.',
    },
  },
  registry_credentials_expired: {
    check: { ...describePod, say: 'Read how the registry refused the pull.' },
    remedy: {
      say: 'Renew the credentials in the pull secret {secret|}, and find why they were not renewed by themselves.',
      risk: 'pods that are deleted before that cannot come back.',
    },
  },
  container_port_conflict: {
    check: { say: 'Read which port the container could not bind.', run: lastWords },
    remedy: {
      say: 'Give one of the containers of the pod another port: they share one network.',
      run: editWorkload,
      risk: `${RESTARTS} Probes and Services must follow the port.`,
      undo: true,
    },
  },
  sidecar_not_ready: {
    check: {
      say: 'Read the log of the sidecar.',
      run: [
        'kubectl -n {namespace} logs {pod} -c {container} --tail=50',
        'kubectl -n {namespace} logs {pod} --all-containers --tail=50',
      ],
    },
    remedy: {
      say: 'Bring back what the sidecar waits for (its control plane, its certificate), then start the pod anew.',
      run: 'kubectl -n {namespace} delete pod {pod}',
      risk: 'the pod is replaced; without another replica the service is away meanwhile.',
    },
  },
  cni_address_exhaustion: {
    check: {
      say: 'Count the pods of {node|the node} against its address range.',
      run: 'kubectl get pods -A -o wide --field-selector spec.nodeName={node}',
    },
    remedy: {
      say: 'Give the network plugin more addresses (a further subnet or a wider range), or move pods to other nodes.',
      risk: 'changing the range of a running network plugin can cut off pods that run.',
    },
  },
  deployment_scaled_to_zero: {
    check: {
      say: 'See who scaled it to zero, and when.',
      run: 'kubectl -n {namespace} get {kind} {workload} -o yaml --show-managed-fields',
    },
    remedy: {
      say: 'If nobody meant it, scale it up again: one replica to begin with.',
      run: 'kubectl -n {namespace} scale {kind}/{workload} --replicas=1',
      risk: 'somebody may have stopped it on purpose (a migration, costs): ask first.',
      kinds: ['deployment', 'statefulset'],
    },
  },
};
