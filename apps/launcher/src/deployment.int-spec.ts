import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { loadConfig, projectRoot, SETTINGS, SURFACES } from '#platform';

const run = promisify(execFile);
const root = projectRoot();
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  command?: string[];
  environment?: Record<string, string>;
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  volumes?: string[];
  ports?: string[];
  build?: unknown;
}

const compose = load(text('docker/compose.yaml'), { schema: YAML11_SCHEMA }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const example = text('docker/.env.example');

/** What docker/.env would say after somebody filled it in. */
function environment(lines: readonly string[]): Record<string, string> {
  const pairs = lines.map((line) => /^#?([A-Z_]+)=(.*)$/.exec(line)).filter((match) => match !== null);
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, value.replace(/^"(.*)"$/, '$1')]));
}

/** What compose.yaml gives to the processes of the platform, with a password in place of the one that it asks for. */
function connections(): Record<string, string> {
  const given = Object.entries(compose.services['api']?.environment ?? {});
  return Object.fromEntries(
    given.map(([name, value]) => [name, value.replace(/\$\{POSTGRES_PASSWORD[^}]*\}/, 'secret')]),
  );
}

describe('the containers', () => {
  it('run only what exists', () => {
    const scripts = services.flatMap(([, { command = [], build }]) => (build ? command.slice(1) : []));
    expect(scripts).toContain('dist/apps/worker/src/main.js');
    for (const script of scripts) {
      const source = script.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      expect([source, existsSync(join(root, source))]).toEqual([source, true]);
    }
    for (const [, source] of text('docker/Dockerfile').matchAll(/^COPY (?!--)(\S+) /gm)) {
      expect([source, existsSync(join(root, source ?? ''))]).toEqual([source, true]);
    }
  });

  it('leave no package of production out that another one asks for', () => {
    const [, removed = ''] = /rm -rf ((?:node_modules\/\S+[\s\\]*)+)$/m.exec(text('docker/Dockerfile')) ?? [];
    const patterns = removed.split(/[\s\\]+/).filter(Boolean);
    expect(patterns.length).toBeGreaterThan(1);
    const globs = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '[^/]*')}(/|$)`));
    const isLeftOut = (path: string) => globs.some((glob) => glob.test(path));
    const { packages } = JSON.parse(text('package-lock.json')) as {
      packages: Record<string, { dev?: boolean; dependencies?: Record<string, string> }>;
    };
    const kept = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev && !isLeftOut(path));
    const missed = kept.flatMap(([path, { dependencies = {} }]) =>
      Object.keys(dependencies)
        .filter((name) => !packages[`${path}/node_modules/${name}`] && isLeftOut(`node_modules/${name}`))
        .map((name) => `${path} asks for ${name}`),
    );
    expect(missed).toEqual([]);
    for (const glob of globs) expect(Object.keys(packages)).toContainEqual(expect.stringMatching(glob));
  });

  it('wait only for services that exist, and for health only where it is asked for', () => {
    for (const [name, { depends_on = {} }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on)) {
        const awaited = compose.services[other];
        expect([name, other, awaited !== undefined]).toEqual([name, other, true]);
        const hasCheck = awaited?.healthcheck?.test !== undefined || awaited?.build !== undefined;
        if (condition === 'service_healthy') expect([name, other, hasCheck]).toEqual([name, other, true]);
      }
    }
  });

  it('keep their data in volumes that are declared, and mount files that exist', () => {
    for (const mount of services.flatMap(([, { volumes = [] }]) => volumes)) {
      const [source = ''] = mount.split(':');
      if (source.startsWith('./')) expect(existsSync(join(root, 'docker', source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });

  it('open nothing to the world but the proxy', () => {
    const open = services.filter(([, { ports = [] }]) => ports.some((port) => !port.startsWith('127.0.0.1:')));
    expect(open.map(([name]) => name)).toEqual(['proxy']);
  });

  it('ask for no variable that the example does not explain', () => {
    const asked = [...text('docker/compose.yaml').matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name);
    expect(asked).toContain('POSTGRES_PASSWORD');
    for (const name of asked) expect(example).toMatch(new RegExp(`^#?${name}=`, 'm'));
  });

  it('play the operator with the credentials that the platform is given', () => {
    expect(compose.services['simulator']?.environment).toMatchObject({
      SIMULATOR_MTN_API_USER: `\${${SETTINGS.mtnSandboxApiUser.env}:-}`,
      SIMULATOR_MTN_API_KEY: `\${${SETTINGS.mtnSandboxApiKey.env}:-}`,
      SIMULATOR_MTN_SUBSCRIPTION_KEY_COLLECTION: `\${${SETTINGS.mtnSandboxCollectionKey.env}:-}`,
      SIMULATOR_MTN_SUBSCRIPTION_KEY_DISBURSEMENT: `\${${SETTINGS.mtnSandboxDisbursementKey.env}:-}`,
      SIMULATOR_ORANGE_CONSUMER_KEY: `\${${SETTINGS.orangeSandboxConsumerKey.env}:-}`,
      SIMULATOR_ORANGE_CONSUMER_SECRET: `\${${SETTINGS.orangeSandboxConsumerSecret.env}:-}`,
      SIMULATOR_ORANGE_API_USERNAME: `\${${SETTINGS.orangeSandboxApiUsername.env}:-}`,
      SIMULATOR_ORANGE_API_PASSWORD: `\${${SETTINGS.orangeSandboxApiPassword.env}:-}`,
      SIMULATOR_ORANGE_CHANNEL_MSISDN: `\${${SETTINGS.orangeSandboxChannelMsisdn.env}:-}`,
      SIMULATOR_ORANGE_CHANNEL_PIN: `\${${SETTINGS.orangeSandboxChannelPin.env}:-}`,
      SIMULATOR_ORANGE_WEB_CLIENT_ID: `\${${SETTINGS.orangeWebSandboxClientId.env}:-}`,
      SIMULATOR_ORANGE_WEB_CLIENT_SECRET: `\${${SETTINGS.orangeWebSandboxClientSecret.env}:-}`,
      SIMULATOR_ORANGE_WEB_MERCHANT_KEY: `\${${SETTINGS.orangeWebSandboxMerchantKey.env}:-}`,
      SIMULATOR_ORANGE_WEB_PAGES_URL: `\${${SETTINGS.orangeWebSandboxPages.env}:-}`,
    });
  });
});

describe('the proxy', () => {
  it('has a host per door, each led to the port of its own door', () => {
    const { ports } = loadConfig({});
    const hosts = [...text('docker/Caddyfile').matchAll(/^\{\$([A-Z_]+)_HOST:[\s\S]+?dynamic a api (\d+)$/gm)];
    const led = Object.fromEntries(
      hosts.map(([, name, port]) => [name?.toLowerCase().replace('_', '-'), Number(port)]),
    );
    expect(led).toEqual(Object.fromEntries(SURFACES.map((name) => [name, ports[name]])));
  });
});

describe('the explained environment', () => {
  it('is as new as the settings', async () => {
    await run(process.execPath, ['scripts/config-docs.mjs', '--check'], { cwd: root });
  });

  it('names every setting', () => {
    for (const { env } of Object.values(SETTINGS)) {
      expect(example).toMatch(new RegExp(`^(#?${env}=|# {3}${env}: )`, 'm'));
      expect(text('docs/configuration.md')).toContain(`\`${env}\``);
    }
  });

  it('asks for all that production needs', () => {
    const asked = environment(example.split('\n').filter((line) => /^[A-Z]/.test(line)));
    const answers: Record<string, string> = {
      ENCRYPTION_KEY: 'ab'.repeat(32),
      TOKEN_KEY: 'cd'.repeat(32),
      CORS_ORIGINS: 'https://shop.example',
      PUBLIC_URL: 'https://shop.example',
      PAY_URL: 'https://pay.example',
      CALLBACK_URL: 'https://pay.example',
      CALLBACK_SECRET: 'x'.repeat(32),
      SMTP_URL: 'smtps://mail.example',
      SUPPORT_EMAIL: 'support@shop.cm',
      OPERATORS: 'real',
      WEBHOOK_PRIVATE_HOSTS: 'false',
    };
    const { POSTGRES_PASSWORD, ...settings } = asked;
    expect(POSTGRES_PASSWORD).toBe('');
    const filledIn = Object.fromEntries(Object.keys(settings).map((name) => [name, answers[name]]));
    const api = { APP_ENV: 'production', ...filledIn, ...connections() };
    expect(() => loadConfig(api)).not.toThrow();
  });

  it('has a sandbox that can be switched on', () => {
    const sandbox = example.slice(example.indexOf('# To try everything')).split('\n');
    const { COMPOSE_PROFILES, ...settings } = environment(sandbox);
    expect(COMPOSE_PROFILES).toBe('sandbox');
    const config = loadConfig({ ...settings, ...connections() });
    expect(config).toMatchObject({ environment: 'development', operators: 'simulated' });
    for (const address of [config.mtnSandboxUrl, config.orangeSandboxUrl, config.smtpUrl, config.callbackUrl]) {
      expect(Object.keys(compose.services)).toContain(new URL(address ?? '').hostname);
    }
  });
});
