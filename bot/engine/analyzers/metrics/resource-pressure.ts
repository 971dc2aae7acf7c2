import { defineAnalyzer } from '../../define-analyzer.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { asFinding, pressuresOn } from './pressure.ts';

/** Components short of processor, memory or network, from their metrics. */
export const resourcePressure = defineAnalyzer({
  id: 'resource-pressure',
  title: 'Processor, memory or network pressure',
  causes: [
    'pod_cpu_overload',
    'pod_cpu_throttled',
    'pod_memory_pressure',
    'memory_leak',
    'pod_network_delay',
    'pod_network_packet_loss',
    'node_network_delay',
    'node_network_packet_loss',
    'node_memory_pressure',
    'node_disk_pressure',
  ],
  needs: ['metrics'],
  example: 'Processor use of a service rises from 0.02 to 0.9 cores while its requests stay the same.',
  analyze: (evidence) => {
    const metrics = readMetrics(evidence);
    const findings = metrics.components.flatMap((component) =>
      pressuresOn(component, evidence, metrics).map((pressure) => asFinding('resource-pressure', component, pressure)),
    );
    if (findings.length > 0) return { status: 'found', findings };
    const told = metrics.components.filter((component) =>
      (['cpu', 'cpu-share', 'memory', 'network-delay', 'network-loss', 'memory-free'] as const).some(
        (signal) => metrics.of(component, signal).length > 0,
      ),
    );
    if (told.length === 0) return { status: 'unknown', reason: 'no processor, memory or network metrics' };
    return { status: 'clear', checked: `processor, memory and network of ${told.length} components` };
  },
});
