import { describe, expect, test } from '@jest/globals';
import { meaningOf } from '../../../backends/metrics/meaning.ts';
import type { MetricSignal } from '../../../schemas/generated/metric-knowledge.ts';

const read = (name: string, labels: Record<string, string> = {}) => meaningOf({ name, labels });

describe('figures of servers under the names that agents give them', () => {
  test.each<[string, MetricSignal, number]>([
    // BMC's and IBM's suites, and what is named after them.
    ['CPU_Used_Pct', 'cpu-share', 0.01],
    ['OSLinux_CPU_CPUUsedPct', 'cpu-share', 0.01],
    ['Memory_Used_Pct', 'memory-share', 0.01],
    ['OSLinux_MEM_UsedMemPerc', 'memory-share', 0.01],
    ['FS_Used_Pct', 'disk-share', 0.01],
    ['OSLinux_DISK_BusyPct', 'disk-busy', 0.01],
    // Zabbix agent.
    ['system.cpu.util', 'cpu-share', 0.01],
    ['vm.memory.utilization', 'memory-share', 0.01],
    ['vfs.fs.size.pused', 'disk-share', 0.01],
    ['vfs.dev.util', 'disk-busy', 0.01],
    ['icmppingloss', 'echo-loss-share', 0.01],
    ['icmppingsec', 'network-delay', 1],
    ['icmpping', 'up', 1],
    // Telegraf.
    ['cpu_usage_active', 'cpu-share', 0.01],
    ['cpu_usage_idle', 'cpu-idle-share', 0.01],
    ['cpu_usage_iowait', 'cpu-iowait-share', 0.01],
    ['cpu_usage_steal', 'cpu-steal-share', 0.01],
    ['mem_used_percent', 'memory-share', 0.01],
    ['disk_used_percent', 'disk-share', 0.01],
    ['disk_inodes_used_percent', 'inodes-share', 0.01],
    ['diskio_io_util', 'disk-busy', 0.01],
    ['conntrack_ip_conntrack_count', 'conntrack', 1],
    ['conntrack_ip_conntrack_max', 'conntrack-limit', 1],
    ['ping_percent_packet_loss', 'echo-loss-share', 0.01],
    ['ping_average_response_ms', 'network-delay', 1e-3],
    ['redis_evicted_keys', 'evictions', 1],
    ['redis_rejected_connections', 'connections-refused', 1],
    ['docker_container_mem_limit', 'memory-limit', 1],
    ['win_cpu_Percent_Processor_Time', 'cpu-share', 0.01],
    // Datadog, Dynatrace.
    ['system.cpu.idle', 'cpu-idle-share', 0.01],
    ['system.cpu.stolen', 'cpu-steal-share', 0.01],
    ['builtin:host.cpu.usage', 'cpu-share', 0.01],
    ['host.disk.usedPct', 'disk-share', 0.01],
    // Programs.
    ['JVM_Heap_Used_Pct', 'heap-share', 0.01],
    ['JVM_GC_Time_Pct', 'gc-share', 0.01],
    ['JVM_Thread_Busy', 'threads-busy', 1],
    ['tomcat_threads_max', 'threads-busy-limit', 1],
    ['Sess_Used_Pct', 'connections-share', 0.01],
    ['Tbs_Used_Pct', 'tablespace-share', 0.01],
    ['mysql_Threads_connected', 'connections', 1],
    ['mysql_variables_max_connections', 'connection-limit', 1],
    ['mysql_Seconds_Behind_Master', 'replication-lag', 1],
  ])('%s tells %s', (name, signal, scale) => {
    expect(read(name)).toMatchObject({ signal, scale });
  });

  test.each<[string, MetricSignal]>([
    ['container_cpu_usage_percent', 'cpu-share'],
    ['docker_container_cpu_usage_percent', 'cpu-share'],
    ['process_cpu_percent', 'cpu-share'],
    ['cpu_user_pct', 'cpu-share'],
    ['cpu_limit_percent', 'cpu-share'],
    ['namespace_cpu_request_percent', 'cpu-share'],
    ['jvm_memory_used_percent', 'memory-share'],
    ['redis_memory_used_percent', 'memory-share'],
    ['system.memory.utilization', 'memory-share'],
    ['system_cpu_usage', 'cpu-share'],
    ['system.filesystem.utilization', 'disk-share'],
    ['memory_used_bytes', 'memory-share'],
    ['disk_io_used_bytes', 'disk-share'],
    ['disk_free_percent', 'disk-share'],
    ['disk_read_time', 'disk-busy'],
    ['ping_maximum_response_ms', 'echo-loss-share'],
    ['Tnsping_Result_Time', 'network-delay'],
    ['shipping_response_time', 'network-delay'],
    ['shopping_loss_amount', 'echo-loss-share'],
    ['jvm_nonheap_used_pct', 'heap-share'],
    ['job_sessions_used', 'connections-share'],
    ['hikari_pool_connections_usage_percent', 'connections-share'],
    ['net_conntrack_dialer_conn_closed_total', 'conntrack'],
  ])('%s is not what %s tells', (name, signal) => {
    expect(read(name)?.signal).not.toBe(signal);
  });
});
