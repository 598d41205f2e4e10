import { fileURLToPath } from 'node:url';
import type { PlatformChild } from '../../support/platform-processes/platform-child.js';
import type { PlatformStage } from '../../support/platform-processes/platform-stage.js';
import { TcpGate } from '../../support/tcp-gate.js';
import type { RedisChild } from './redis-child.js';

const SHIFTED_CLOCK = fileURLToPath(new URL('./shifted-clock.mjs', import.meta.url));

/** Everybody of a whole platform, and the ways between them, each of which can break. */
export interface Deployment {
  readonly stage: PlatformStage;
  readonly redis: RedisChild | null;
  readonly processes: Readonly<Record<'simulator' | 'api' | 'worker', PlatformChild>>;
  /** By who asks whom, such as `api → database`. */
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
  // Operators call the door through a gate of their own.
  const callbackUrl = new URL(await way('operators → api', stage.dashboardUrl)).origin;
  const process = async (app: 'api' | 'worker'): Promise<PlatformChild> =>
    stage.process(app, {
      nodeOptions: ['--import', SHIFTED_CLOCK],
      environment: {
        CALLBACK_URL: callbackUrl,
        DATABASE_URL: await way(`${app} → database`, stage.databaseUrl),
        MTN_SANDBOX_URL: new URL(await way(`${app} → MTN`, stage.config.mtnSandboxUrl)).origin,
        ORANGE_SANDBOX_URL: await way(`${app} → Orange`, stage.config.orangeSandboxUrl),
        ...(redis && { REDIS_URL: await way(`${app} → Redis`, redis.url) }),
      },
    });
  const processes = { simulator: stage.simulator(), api: await process('api'), worker: await process('worker') };
  return { stage, redis, processes, gates };
}

/** Whatever state it is in. */
export async function dismantle({ stage, redis, processes, gates }: Deployment): Promise<void> {
  await Promise.all(Object.values(processes).map((process) => process.kill()));
  await Promise.all([...gates.values()].map((gate) => gate.remove()));
  await redis?.kill();
  await stage.stop();
}
