import type { Dialect } from '../../core/model.ts';
import { iso } from '../../core/span.ts';
import { spaced, syslog, upper, verb, web } from './times.ts';

/** Proxies, name servers, mail, and what writes to syslog. */
export const haproxy: Dialect = {
  line: ({ at, text }) => `${syslog(at)} lb-1 haproxy[812]: ${text.replace('{when}', web(at, 3))}`,
  access: (at, _service, path, status, ms, r) =>
    `${syslog(at)} lb-1 haproxy[812]: {ip}:{n} [${web(at, 3)}] fe_https~ be_shop/web-${r.int(1, 2)} 0/0/1/${Math.max(1, ms - 2)}/${ms} ${status} ${r.int(300, 9000)} - - ${status >= 500 ? 'SH--' : '----'} ${r.int(20, 60)}/${r.int(20, 60)}/4/2/0 0/0 "${verb(r)} ${path} HTTP/1.1"`,
};
export const mariadb: Dialect = {
  line: ({ at, level, text }, r) =>
    `${spaced(at)} ${r.int(2, 900)} [${{ debug: 'Note', info: 'Warning', warn: 'Warning', error: 'ERROR', fatal: 'ERROR' }[level]}] ${text}`,
  usual: () =>
    "Aborted connection {n} to db: 'shop' user: 'shop' host: '{ip}' (Got timeout reading communication packets)",
};
export const traefik: Dialect = {
  line: ({ at, level, text }) => `${iso(at)} ${upper(level).slice(0, 3)} ${text}`,
  access: (at, _service, path, status, ms, r) =>
    `{ip} - - [${web(at)} +0000] "${verb(r)} ${path} HTTP/2.0" ${status} ${r.int(90, 9000)} "-" "-" {n} "${path.split('/')[1] || 'shop'}@consulcatalog" "http://10.12.0.${r.int(11, 14)}:2${r.int(1000, 9999)}" ${ms}ms`,
};
export const caddy: Dialect = {
  line: ({ at, level, service, text }) =>
    JSON.stringify({
      level,
      ts: Number(at.toFixed(4)),
      logger: service === 'caddy' ? 'tls.renew' : service,
      msg: text,
    }),
  access: (at, _service, path, status, ms, r) =>
    JSON.stringify({
      level: status >= 500 ? 'error' : 'info',
      ts: Number(at.toFixed(4)),
      logger: 'http.log.access.log0',
      msg: 'handled request',
      request: {
        remote_ip: `203.0.113.${r.int(2, 250)}`,
        proto: 'HTTP/2.0',
        method: verb(r),
        host: path.split('/')[1],
        uri: `/${path.split('/').slice(2).join('/')}`,
      },
      duration: ms / 1000,
      size: r.int(100, 9000),
      status,
    }),
};
/** Whatever writes to syslog under its own name. */
export const daemon = (host: string, program: string, usual: string[], forks = false): Dialect => ({
  line: ({ at, text }, r) =>
    `${syslog(at)} ${host} ${program}[${forks ? r.int(4000, 9000) : 600 + program.length * 17}]: ${text}`,
  usual: (r) => r.pick(usual),
});
