import { fileURLToPath } from 'node:url';
import { loadConfig, type Config } from '#platform';
import type { PlatformChild } from '../../support/platform-processes/platform-child.js';
import { freePortBase, type PlatformStage } from '../../support/platform-processes/platform-stage.js';
import { TcpGate } from '../../support/tcp-gate.js';
import type { RedisChild } from './redis-child.js';

const SHIFTED_CLOCK = fileURLToPath(new URL('./shifted-clock.mjs', import.meta.url));

/** An api or a worker, and where its doors are. */
export interface Member {
  readonly process: PlatformChild;
  readonly ports: Config['ports'];
}

/** Everybody of a whole platform, and the ways between them, each of which can break. */
export interface Deployment {
  readonly stage: PlatformStage;
  readonly redis: RedisChild | null;
  readonly simulator: PlatformChild;
  readonly apis: readonly [Member, ...Member[]];
  readonly workers: readonly [Member, ...Member[]];
  /** By who asks whom, such as `first api → database`. */
  readonly gates: ReadonlyMap<string, TcpGate>;
}

/** Nothing runs yet but PostgreSQL, and Redis where there is one. */
export async function deploy(stage: PlatformStage, redis: RedisChild | null): Promise<Deployment> {
  const gates = new Map<string, TcpGate>();
  const way = async (name: string, url: string): Promise<string> => {
    const gate = await TcpGate.to(url);
    gates.set(name, gate);
    return gate.through(url);
  };
  const pair = async (which: string, portBase: number): Promise<{ api: Member; worker: Member }> => {
    const { ports } = loadConfig({ PORT_BASE: String(portBase) });
    // Operators call the doors through gates of their own.
    const door = `http://127.0.0.1:${ports.dashboard}`;
    const callbackUrl = new URL(await way(`operators → ${which} api`, door)).origin;
    const member = async (app: 'api' | 'worker'): Promise<Member> => {
      const name = `${which} ${app}`;
      const environment = {
        CALLBACK_URL: callbackUrl,
        DATABASE_URL: await way(`${name} → database`, stage.databaseUrl),
        MTN_SANDBOX_URL: new URL(await way(`${name} → MTN`, stage.config.mtnSandboxUrl)).origin,
        ORANGE_SANDBOX_URL: await way(`${name} → Orange`, stage.config.orangeSandboxUrl),
        ...(redis && { REDIS_URL: await way(`${name} → Redis`, redis.url) }),
      };
      return {
        process: stage.process(app, { name, portBase, nodeOptions: ['--import', SHIFTED_CLOCK], environment }),
        ports,
      };
    };
    return { api: await member('api'), worker: await member('worker') };
  };
  const [first, second] = [await pair('first', stage.config.portBase), await pair('second', await freePortBase())];
  const simulator = stage.simulator();
  return { stage, redis, simulator, apis: [first.api, second.api], workers: [first.worker, second.worker], gates };
}

export const membersOf = ({ apis, workers }: Deployment): readonly Member[] => [...apis, ...workers];

export const processesOf = (deployment: Deployment): readonly PlatformChild[] => [
  deployment.simulator,
  ...membersOf(deployment).map(({ process }) => process),
];

/** The apis and then the workers: all five at once are no faster on two cores, and on busy ones lose their patience with each other. */
export async function start({ simulator, apis, workers }: Deployment): Promise<void> {
  await Promise.all([simulator, ...apis.map(({ process }) => process)].map((process) => process.start()));
  await Promise.all(workers.map(({ process }) => process.start()));
}

/** Whatever state it is in. */
export async function dismantle(deployment: Deployment): Promise<void> {
  const { stage, redis, gates } = deployment;
  await Promise.all(processesOf(deployment).map((process) => process.kill()));
  await Promise.all([...gates.values()].map((gate) => gate.remove()));
  await redis?.kill();
  await stage.stop();
}
