/** What the API server fills in where a probe does not say it (Kubernetes API, core/v1 Probe). Seconds and times in a row. */
export const PROBE_DEFAULTS = Object.freeze({
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
});
