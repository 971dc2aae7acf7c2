import type { ErrorText } from './error-text.ts';

const NOMAD = 'has an instance killed for reaching its memory limit';

/**
 * What those who run containers outside Kubernetes print of them. Source: Nomad's client/allocrunner/taskrunner and
 * drivers/docker/handle.go, moby's libnetwork (portallocator, portmapper) and `docker events`, Podman's rootlessport, Heroku's
 * "Error Codes", Cloud Foundry's "Application logging".
 */
export const CONTAINER_RUNTIMES: readonly ErrorText[] = [
  {
    id: 'nomad-out-of-memory',
    pattern: String.raw`\btask=(?P<subject>[\w.-]+) type=Terminated msg="[^\n]{0,60}OOM Killed`,
    example:
      '[INFO]  client.alloc_runner.task_runner: Task event: alloc_id=0f1c task=cart type=Terminated msg="Exit Code: 137, Exit Message: "OOM Killed"" failed=false',
    nearMiss:
      '[INFO]  client.alloc_runner.task_runner: Task event: alloc_id=0f1c task=cart type=Terminated msg="Exit Code: 137" failed=false',
    meaning: NOMAD,
    cause: 'oom_killed',
    interrupts: true,
    blamed: 'writer',
    strength: 0.85,
    anyLevel: true,
  },
  {
    id: 'nomad-out-of-memory-json',
    pattern: String.raw`OOM Killed"*,"task":"(?P<subject>[\w.-]+)","type":"Terminated"`,
    example:
      '{"@level":"info","@message":"Task event","alloc_id":"0f1c","failed":false,"msg":"Exit Code: 137, Exit Message: "OOM Killed"","task":"cart","type":"Terminated"}',
    nearMiss:
      '{"@level":"info","@message":"Task event","alloc_id":"0f1c","failed":false,"msg":"Exit Code: 0","task":"cart","type":"Terminated"}',
    meaning: NOMAD,
    cause: 'oom_killed',
    interrupts: true,
    blamed: 'writer',
    strength: 0.85,
    anyLevel: true,
  },
  {
    id: 'docker-out-of-memory',
    pattern: String.raw`\bcontainer oom [\da-f]{12,64} \([^\n]{0,400}\bname=(?P<subject>[\w.-]+)`,
    example: '2026-03-04T05:12:01.123Z container oom 3f2a9c1d04be (image=shop/cart:3, name=cart)',
    nearMiss: '2026-03-04T05:12:01.123Z container die 3f2a9c1d04be (exitCode=137, image=shop/cart:3, name=cart)',
    meaning: 'reached its memory limit, and a process in it was killed',
    cause: 'oom_killed',
    interrupts: true,
    blamed: 'writer',
    strength: 0.8,
    anyLevel: true,
  },
  {
    id: 'platform-out-of-memory',
    pattern: String.raw`Error R15 \(Memory quota vastly exceeded\)|Exited with status 137 \(out of memory\)|reason"=>"CRASHED"[^\n]{0,200}out of memory`,
    example: 'heroku[web.1]: Error R15 (Memory quota vastly exceeded)',
    nearMiss: 'heroku[web.1]: Error R14 (Memory quota exceeded)',
    meaning: 'is ended because it uses more memory than its quota',
    cause: 'oom_killed',
    interrupts: true,
    blamed: 'writer',
    strength: 0.85,
    anyLevel: true,
  },
  {
    id: 'docker-port-taken',
    pattern: String.raw`driver failed programming external connectivity on endpoint (?P<subject>[\w.-]+)[^\n]{0,100}: (?:Bind for \S+ failed: port is already allocated|Error starting userland proxy: [^\n]{0,80}address already in use|failed to bind (?:host )?port[^\n]{0,80})`,
    example:
      'Error response from daemon: driver failed programming external connectivity on endpoint cart (5f1c0a): Bind for 0.0.0.0:8080 failed: port is already allocated',
    nearMiss: 'driver failed programming external connectivity on endpoint cart (5f1c0a): iptables failed',
    meaning: 'cannot start, as another program of its host holds the port that it is given',
    cause: 'host_port_conflict',
    blamed: 'writer',
    strength: 0.95,
    anyLevel: true,
    exact: true,
  },
  {
    id: 'host-port-taken',
    pattern: String.raw`Bind for \S+:\d+ failed: port is already allocated|rootlessport (?:listen|cannot expose)[^\n]{0,80}address already in use|cannot listen on the (?:TCP|UDP) port: [^\n]{0,80}address already in use`,
    example: 'Error: cannot listen on the TCP port: listen tcp4 :8080: bind: address already in use',
    nearMiss: 'Error: cannot expose privileged port 80',
    meaning: 'has a container that cannot start, as another program of its host holds the port that it is given',
    cause: 'host_port_conflict',
    blamed: 'writer',
    strength: 0.8,
    anyLevel: true,
  },
];
