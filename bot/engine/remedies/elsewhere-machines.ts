import type { CauseCode } from '../../domain/cause.ts';
import type { Elsewhere } from './advice.ts';

const byCpu = 'ps -eo pid,user,%cpu,rss,args --sort=-%cpu | head -n 15';
const byMemory = 'ps -eo pid,user,%cpu,rss,args --sort=-rss | head -n 15';
const moved = 'what is moved starts anew, and its new place must have room for it.';
const kernel = (what: string) => ({
  say: `On {node|the machine}: read what the kernel wrote about ${what}.`,
  run: 'dmesg -T | tail -n 100',
});
const moveNetwork = {
  say: 'Move work off {node|the machine} while its network is put right.',
  risk: moved,
} as const;

/** For causes that lie in a machine or what it runs for all of its programs. */
export const machinesElsewhere: Readonly<Partial<Record<CauseCode, Elsewhere>>> = {
  containerd_unavailable: {
    remedy: {
      say: 'On {node|the machine}: start the container runtime.',
      run: 'systemctl restart containerd',
      risk: 'starting and stopping containers waits meanwhile; what manages them may start some anew.',
    },
  },
  node_not_ready: {
    check: { say: 'See whether {node|the machine} answers at all, and what its console says.' },
    remedy: {
      say: 'Bring {node|the machine} back; if it stays away, replace it.',
      risk: 'what lies only on its own disks is lost with it.',
    },
  },
  node_disk_pressure: {
    check: {
      say: 'On {node|the machine}: see what takes the space.',
      run: 'df -h && df -i && du -xh --max-depth=2 /var | sort -h | tail -n 20',
    },
    remedy: {
      say: 'Clear old logs and images on {node|the machine}, or enlarge its disk.',
      risk: 'what is deleted is gone; a file that a process holds open frees nothing.',
    },
  },
  node_memory_pressure: {
    check: { say: 'On {node|the machine}: see which programs take the memory.', run: byMemory },
    remedy: { say: 'Move work off {node|the machine}, give it more memory, or bound what takes most.', risk: moved },
  },
  node_network_delay: { remedy: moveNetwork },
  node_network_packet_loss: { remedy: moveNetwork },
  node_network_unavailable: {
    check: kernel('its network'),
    remedy: {
      say: "Bring {node|the machine}'s interface or its route back.",
      risk: 'a mistake cuts off your own session: use the console.',
    },
  },
  node_pid_pressure: {
    check: {
      say: 'On {node|the machine}: count processes and threads by user and program.',
      run: 'ps -eLo user,comm | sort | uniq -c | sort -rn | head -n 15',
    },
    remedy: {
      say: 'Find the program that starts so many processes, and end it; then bound them.',
      risk: 'what it was doing is lost.',
    },
  },
  node_filesystem_read_only: {
    remedy: {
      say: 'Move work off {node|the machine} and replace its disk; check the file system before it is used again.',
      risk: 'mounting it for writing unchecked can destroy what is left on it.',
    },
  },
  node_cpu_saturation: {
    check: { say: 'On {node|the machine}: see which programs use the CPU.', run: byCpu },
    remedy: { say: 'Move work off {node|the machine}, or add machines.', risk: moved },
  },
  node_disk_io_saturation: {
    remedy: { say: 'Move what writes to another disk or machine.', risk: moved },
  },
  noisy_neighbor: {
    check: { say: 'On {node|the machine}: see which program beside it uses the most.', run: byCpu },
  },
  etcd_quota_exceeded: {
    check: {
      say: 'On a member of etcd: read size and alarms.',
      run: 'etcdctl endpoint status -w table && etcdctl alarm list',
    },
  },
  etcd_slow: {
    check: {
      say: 'On each member of etcd: see how long its disk takes and what else uses it.',
      run: 'iostat -x 1 5',
    },
    remedy: {
      say: 'Give etcd a faster disk of its own, and ease what writes to it.',
      risk: 'moving a member changes the quorum: one at a time.',
    },
  },
  insufficient_node_cpu: {
    check: { say: 'See what CPU the machines have left, and how much it asks for.' },
    remedy: {
      say: 'Lower the CPU that it asks for, free a machine, or add one.',
      risk: 'with less CPU it may become slow.',
    },
  },
  insufficient_node_memory: {
    check: { say: 'See what memory the machines have left, and how much it asks for.' },
    remedy: {
      say: 'Lower the memory that it asks for, free a machine, or add one.',
      risk: 'with less memory it may be killed.',
    },
  },
  cloud_capacity_insufficient: {
    check: { say: 'Read what the cloud answered: which type of machine, in which zone.' },
    remedy: {
      say: 'Allow further types of machines or zones, or free room on the machines there are.',
      risk: 'other types may cost more or have another architecture.',
    },
  },
  host_port_conflict: {
    check: { say: 'On {node|the machine}: find who holds the port.', run: 'ss -ltnup' },
    remedy: { say: 'Give it another port, or end what holds this one.', risk: 'callers of the old port must follow.' },
  },
  volume_attach_failed: {
    check: { say: 'See which machine the volume is attached to, and in which state it is.' },
    remedy: {
      say: 'Free the volume from the machine that holds it, or correct the volume.',
      risk: 'a volume taken from a machine that still writes to it loses data.',
    },
  },
  coredns_unavailable: {
    check: { say: 'See whether the name server runs and answers, and read its last words.' },
    remedy: {
      say: 'Bring the name server back: put right what its last words name.',
      risk: 'a mistake in its settings stops every name from resolving.',
    },
  },
  dns_server_slow: {
    check: { say: 'Measure how long the name server takes, and whether it is short of CPU.' },
    remedy: {
      say: 'Give the name server more CPU or a second one beside it, and cache answers on the machines.',
      risk: 'a cache gives old answers until they expire.',
    },
  },
  pod_dns_config_incorrect: {
    check: { say: 'On its machine: compare /etc/resolv.conf with that of others.', run: 'cat /etc/resolv.conf' },
    remedy: {
      say: 'Correct the servers, search list and options that it resolves by.',
      risk: 'a mistake there stops every name from resolving.',
    },
  },
  image_registry_dns_failure: {
    check: { say: 'Read which name {node|the machine} could not resolve.' },
    remedy: {
      say: "Correct the registry's name in the image, or the resolver of {node|the machine}.",
      risk: 'a mistake in the resolver stops every name from resolving.',
    },
  },
  image_registry_unreachable: {
    check: { say: 'Read how the call to the registry failed.' },
    remedy: {
      say: 'Restore the way from {node|the machine} to the registry (firewall, proxy, the registry itself), or use a mirror.',
      risk: 'a mirror may hold other images under the same tag; pin the digest.',
    },
  },
  dns_resolution_failure: {
    check: { say: 'Resolve the name from its machine, and compare /etc/resolv.conf with that of others.' },
    remedy: {
      say: '{fix|Correct the name that is asked for, or bring the name server back.}',
      risk: 'clients keep old answers until their cache ends.',
    },
  },
};
