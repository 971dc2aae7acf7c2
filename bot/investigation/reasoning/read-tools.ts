import type { Source } from '../../domain/finding.ts';

/** One specialist a backend, and the read-only operations that a model may ask for. Nothing else is ever called for it. */
export const READ_TOOLS: Readonly<Record<Source, readonly string[]>> = {
  kubernetes: [
    'get_pod_status',
    'get_deployment_status',
    'get_node_status',
    'get_resource_usage',
    'list_objects',
    'list_events',
    'list_changes',
  ],
  logs: [
    'search_logs',
    'get_error_logs',
    'analyze_log_patterns',
    'get_recent_logs',
    'count_log_events',
    'summarize_logs',
  ],
  metrics: ['summarize_series', 'query_series', 'get_topology', 'list_alerts', 'summarize_traces', 'get_error_rates'],
  runbooks: ['search_runbooks', 'get_incident_playbook', 'get_common_resolutions'],
};

export const SPECIALISTS = Object.keys(READ_TOOLS) as Source[];
