import type { CAUSES } from '../../domain/cause.ts';
import { type Advice, describePod, editWorkload, rollBack, showTemplate } from './advice.ts';

export const startupAdvice: Readonly<Partial<Record<(typeof CAUSES.startup)[number], Advice>>> = {
  incorrect_image_reference: {
    check: ['Read what the registry answered.', 'kubectl -n {namespace} describe pod {pod}'],
    remedy: ['Set an image that exists, or go back to the last revision.', rollBack],
  },
  image_registry_dns_failure: {
    check: [
      "Resolve the registry's name on the node.",
      'kubectl debug node/{node} -it --image=busybox -- nslookup <registry>',
    ],
    remedy: ["Correct the registry's name in the image, or the node's resolver.", editWorkload],
  },
  image_registry_unreachable: {
    check: [
      'Reach the registry from the node.',
      'kubectl debug node/{node} -it --image=busybox -- wget -S --spider https://<registry>/v2/',
    ],
    remedy: ['Restore the way to the registry (firewall, proxy, the registry itself), or use a mirror.'],
  },
  missing_image_pull_secret: {
    check: [
      'See which pull secrets are named and which exist.',
      'kubectl -n {namespace} get secrets --field-selector type=kubernetes.io/dockerconfigjson',
    ],
    remedy: [
      'Create the registry secret and name it in imagePullSecrets.',
      'kubectl -n {namespace} create secret docker-registry <secret> --docker-server=<registry> --docker-username=<user> --docker-password=<password>',
    ],
  },
  image_architecture_mismatch: {
    check: ["Compare the image's platforms with the node's.", 'kubectl get nodes -L kubernetes.io/arch'],
    remedy: ['Build the image for the platform of the nodes, or select nodes of its platform.'],
  },
  missing_config_map: {
    check: ['List the ConfigMaps of the namespace.', 'kubectl -n {namespace} get configmaps'],
    remedy: ['Create the ConfigMap (with the key), or correct its name in the workload.', editWorkload],
  },
  missing_secret: {
    check: ['List the Secrets of the namespace.', 'kubectl -n {namespace} get secrets'],
    remedy: ['Create the Secret (with the key), or correct its name in the workload.', editWorkload],
  },
  volume_mount_permission_denied: {
    check: [
      'Compare the owner of the volume with the user of the container.',
      'kubectl -n {namespace} logs {pod} --previous --tail=20',
    ],
    remedy: ["Set fsGroup or runAsUser to the volume's owner, or change the owner of the files.", editWorkload],
  },
  volume_attach_failed: {
    check: describePod,
    remedy: ['Free the volume from the node that holds it, or correct the volume.'],
  },
  init_container_failed: {
    check: [
      'Read the log of the init container.',
      'kubectl -n {namespace} logs {pod} --all-containers --previous --tail=50',
    ],
    remedy: ['Put right what the init container waits for or does.', editWorkload],
  },
  invalid_command: {
    check: ['Compare the command with what the image holds.', showTemplate],
    remedy: ['Correct command and args, or go back to the last revision.', rollBack],
  },
  application_crash_on_start: {
    check: ['Read the last words before the crash.', 'kubectl -n {namespace} logs {pod} --previous --tail=50'],
    remedy: ['If it began with a rollout, go back to the last revision.', rollBack],
  },
};
