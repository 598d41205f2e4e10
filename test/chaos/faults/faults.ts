import pg from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import type { PlatformChild } from '../../support/platform-processes/platform-child.js';
import type { TcpGate } from '../../support/tcp-gate.js';
import { OPERATORS } from '../mix/payer-rows.js';
import type { Receivers } from '../receivers/receivers.js';
import type { SeededRandom } from '../seeded-random.js';
import { membersOf, type Deployment } from './deployment.js';
import type { Fault } from './storm.js';

const SHORTEST_MS = 300;
const LONGEST_MS = 3000;
const SLOW_MS = 120;
const SILENCE_MS = [6000, 9000] as const;
/** Payments live for thirty minutes: those that are open must not all lapse in the storm. */
const CLOCK_STEP_MS = 90_000;
/** What is due by one clock is due by the others within the minute after which nothing may be stuck. */
const CLOCK_SKEW_MS = 20_000;

const lasts = (random: SeededRandom): Promise<void> => delay(random.between(SHORTEST_MS, LONGEST_MS));

const lastsLong = (random: SeededRandom): Promise<void> => delay(random.between(...SILENCE_MS));

/** Everything that can break in a deployment. */
export function faultsOf(deployment: Deployment, receivers: Receivers): Fault[] {
  const { simulator, apis, workers, gates, redis } = deployment;
  return [
    ...apis.map(({ process }) => ({ ...killOf(process), weight: 3 })),
    ...workers.map(({ process }) => ({ ...killOf(process), weight: 3, forgetsDeliveries: true })),
    { ...killOf(simulator), weight: 3 },
    ...(['SIGKILL', 'SIGQUIT'] as const).map((signal) => databaseEnds(deployment, signal)),
    ...(redis
      ? [
          {
            ...fault('Redis is killed', async (random) => {
              await redis.kill();
              await lasts(random);
              await redis.start();
            }),
            weight: 4,
          },
        ]
      : []),
    ...[...gates].flatMap(([name, gate]) => brokenWays(name, gate)),
    ...OPERATORS.flatMap((operator) => troubles(deployment, operator)),
    fault('the clock of the sandbox is moved', async (random) => {
      const moved = `UPDATE clock_offset SET offset_ms = offset_ms + ${random.between(1000, CLOCK_STEP_MS)}`;
      await query(deployment.stage.databaseUrl, moved);
    }),
    fault('receivers are down', async (random) => {
      receivers.areDown = true;
      await lasts(random);
      receivers.areDown = false;
    }),
    ...membersOf(deployment).map(({ process }) => ({ ...clockIsWrong(process), weight: 0.5 })),
  ];
}

const fault = (name: string, strike: Fault['strike']): Fault => ({ name, weight: 1, forgetsDeliveries: false, strike });

const killOf = (process: PlatformChild): Fault =>
  fault(`${process.name} is killed`, async () => {
    await process.kill();
    await process.start();
  });

/** The stage starts its server again by itself, as the launcher does. SIGQUIT is an immediate stop. */
function databaseEnds({ stage }: Deployment, signal: 'SIGKILL' | 'SIGQUIT'): Fault {
  return {
    ...fault(`PostgreSQL ends by ${signal}`, async () => {
      const before = stage.database.pid ?? 0;
      process.kill(before, signal);
      while (stage.database.pid === before || !(await answers(stage.databaseUrl))) await delay(100);
    }),
    weight: 1.5,
    forgetsDeliveries: true,
  };
}

function brokenWays(name: string, gate: TcpGate): Fault[] {
  const broken = (how: string, breakIt: () => void, last = lasts): Fault => ({
    ...fault(`${name} ${how}`, async (random) => {
      breakIt();
      await last(random);
      gate.open();
    }),
    weight: 0.35,
    forgetsDeliveries: name.endsWith('worker → database'),
  });
  return [
    broken('is cut', () => gate.close()),
    broken('stalls', () => gate.stall()),
    broken('is slow', () => gate.slow(SLOW_MS)),
    broken('forgets its connections', () => gate.forget()),
    // Longer than anybody waits.
    ...(name.endsWith('database') ? [broken('falls silent', () => gate.stall(), lastsLong)] : []),
  ];
}

/** What the simulator makes of an operator when it is told to (apps/simulator/src/faults). */
const TROUBLES: Readonly<Record<string, object>> = {
  'is out of service': { outage: 'unavailable' },
  'answers slowly': { outage: 'slow', slowMs: 2500 },
  'breaks connections': { outage: 'reset' },
  'loses answers': { creations: 'answer-lost' },
  'forgets what it took': { creations: 'vanishes' },
  'loses callbacks': { dropCallbacks: true },
  'calls back thrice and late': { callbackCopies: 3, callbackLateMs: 2000 },
  'has a firewall in front': { waf: true },
  'tells the opposite in callbacks': { callbackTelling: 'opposite' },
  'tells older states last': { callbackTelling: 'older-last' },
};

function troubles({ stage }: Deployment, operator: string): Fault[] {
  const tell = async (faults: object): Promise<void> => {
    const response = await fetch(`${stage.simulatorUrl}/_control/operators/${operator}/faults`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(faults),
    });
    if (!response.ok) throw new Error(`${operator} could not be told: ${response.status}`);
  };
  return Object.entries(TROUBLES).map(([how, faults]) => ({
    ...fault(`${operator} ${how}`, async (random) => {
      await tell(faults);
      await lasts(random);
      await tell({});
    }),
    // Lies keep nobody from anything: there is room for them in every run.
    weight: 'callbackTelling' in faults ? 1.5 : 0.5,
  }));
}

/** PostgreSQL and everybody else go on by the right time. */
const clockIsWrong = (process: PlatformChild): Fault =>
  fault(`${process.name} has the wrong time`, async (random) => {
    await process.ask({ type: 'shift clock', offsetMs: random.between(-CLOCK_SKEW_MS, CLOCK_SKEW_MS) });
    await lasts(random);
    await process.ask({ type: 'shift clock', offsetMs: 0 });
  });

const answers = (databaseUrl: string): Promise<boolean> =>
  query(databaseUrl, 'SELECT 1').then(
    () => true,
    () => false,
  );

async function query(databaseUrl: string, text: string): Promise<void> {
  const client = new pg.Client(databaseUrl);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(text);
  } finally {
    await client.end().catch(() => undefined);
  }
}
