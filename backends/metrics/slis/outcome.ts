import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import { plainLabels } from '../plain-labels.ts';

type Labels = Readonly<Record<string, string>>;

const { status: STATUS, grpc: GRPC, outcome: OUTCOME } = METRIC_KNOWLEDGE.requests;
/** Codes of gRPC by which the server, not the caller, is at fault; by name and by number. */
const GRPC_FAULT = /^(?:unknown|deadline_?exceeded|unimplemented|internal|unavailable|data_?loss|2|4|12|13|14|15)$/i;
const SERVER_FAULT = /^(?:5(?:\d\d|xx)?|status_code_error|servfail|server_error)$/i;
const FAILED = /^(?:server_error|5xx|error|errors|err|failure|failed|fail|false|status_code_error|timeout|exception)$/i;

/**
 * Whether requests counted under these labels failed by the server's fault; undefined when no label tells. A client that
 * got no answer at all (code 0) counts as failed.
 */
export function failedBy(given: Labels): boolean | undefined {
  const labels = plainLabels(given);
  let told = false;
  for (const label of GRPC) {
    const value = labels.get(label);
    if (value === undefined || value === '') continue;
    if (GRPC_FAULT.test(value)) return true;
    told = true;
  }
  for (const label of STATUS) {
    const value = labels.get(label);
    if (value === undefined || value === '') continue;
    if (SERVER_FAULT.test(value) || /^(?:0|-1|failed)$/i.test(value)) return true;
    // Over gRPC every answer that arrives has the status 200: it says nothing.
    told = true;
  }
  for (const label of OUTCOME) {
    const value = labels.get(label);
    if (value === undefined) continue;
    if (label === 'error_type') {
      // OpenTelemetry names the kind of error, or its status; absent or empty means none.
      if (value !== '' && !/^[1-4]\d\d$/.test(value)) return true;
      told = true;
    } else if (value !== '') {
      const inverse = label === 'error' ? /^(?:true|1|yes)$/i.test(value) : FAILED.test(value);
      if (inverse) return true;
      told = true;
    }
  }
  return told ? false : undefined;
}
