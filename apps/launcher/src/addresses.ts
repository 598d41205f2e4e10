import type { Config, Surface } from '#platform';
import type { PlatformAddresses } from './platform-file.js';
import type { PortUse } from './ports.js';

const BASE_PATHS: Readonly<Record<Surface, string>> = {
  dashboard: '/api',
  'payment-links': '/api',
  merchant: '/api/v1',
  wallet: '/api/v1',
};

/** Whether mails go to the mailbox that the launcher starts. */
export function usesMailbox({ smtpUrl, ports }: Config): boolean {
  const { hostname, port } = new URL(smtpUrl);
  return ['127.0.0.1', 'localhost'].includes(hostname) && Number(port) === ports.smtp;
}

export const usesSimulator = ({ operators }: Config): boolean => operators === 'simulated';

export function addresses(config: Config): PlatformAddresses {
  const { ports, host, opsHost, surfaces } = config;
  const doors = surfaces.map((name) => {
    const origin = webAddress(host, ports[name]);
    return [name, { url: `${origin}${BASE_PATHS[name]}`, docs: `${origin}/docs` }] as const;
  });
  return {
    doors: Object.fromEntries(doors),
    ops: webAddress(opsHost, ports.ops),
    simulator: usesSimulator(config) ? webAddress(opsHost, ports.simulator) : null,
    mailbox: usesMailbox(config) ? webAddress(opsHost, ports.mailbox) : null,
  };
}

/** Every port that a start of the platform opens. */
export function portUses(config: Config): PortUse[] {
  const { ports, host, opsHost, surfaces, databaseUrl } = config;
  const uses: PortUse[] = surfaces.map((name) => ({ port: ports[name], host, purpose: `${name} door` }));
  uses.push({ port: ports.ops, host: opsHost, purpose: 'ops pages' });
  uses.push({ port: ports.apiOps, host: opsHost, purpose: 'health of the api' });
  if (usesSimulator(config)) uses.push({ port: ports.simulator, host: opsHost, purpose: 'simulator' });
  if (usesMailbox(config)) {
    uses.push({ port: ports.smtp, host: opsHost, purpose: 'mail' });
    uses.push({ port: ports.mailbox, host: opsHost, purpose: 'mailbox' });
  }
  if (databaseUrl === null) uses.push({ port: ports.postgres, host: '127.0.0.1', purpose: 'PostgreSQL' });
  return uses;
}

/** An address that a browser on this machine can open. */
function webAddress(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://127.0.0.1:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
