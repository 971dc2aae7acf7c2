/** Ports as IANA's registry assigns them. */
export const PORTS = Object.freeze({ dns: 53, http: 80, https: 443 });
