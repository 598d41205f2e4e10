import type { INestApplicationContext } from '@nestjs/common';
import { Database, Health, Queues, Relay, SubscriberStandings } from '#platform';

/** The relay looks several times a second: after this long it hangs, or the database does. */
const RELAY_SILENT_MAX_MS = 10_000;
const LAG_MAX_SECONDS = 60;

/** Payments are taken without queues, and sweeps find later what could not be queued: an api stays ready without them. */
export function registerApiChecks(core: INestApplicationContext): void {
  checkDatabase(core);
  checkQueues(core, { informative: true });
}

export function registerWorkerChecks(core: INestApplicationContext): void {
  checkDatabase(core);
  checkQueues(core, { informative: false });
  checkRelay(core);
  checkLag(core);
}

function checkDatabase(core: INestApplicationContext): void {
  const database = core.get(Database);
  core.get(Health).register('database', () => database.query('SELECT 1'));
}

function checkQueues(core: INestApplicationContext, options: { informative: boolean }): void {
  const queues = core.get(Queues);
  core.get(Health).register('queues', () => queues.queue('maintenance').isPaused(), options);
}

function checkRelay(core: INestApplicationContext): void {
  const relay = core.get(Relay);
  core.get(Health).register('relay', () => {
    const silentMs = relay.sinceLatestLookMs;
    if (silentMs === null) throw new Error('the relay does not run');
    if (silentMs > RELAY_SILENT_MAX_MS) throw new Error(`the outbox was read ${Math.round(silentMs / 1000)} s ago`);
  });
}

/** A subscriber that lags wants a person, not another worker: readiness does not depend on it. */
function checkLag(core: INestApplicationContext): void {
  const standings = core.get(SubscriberStandings);
  const check = async (): Promise<void> => {
    const late = (await standings.read()).filter(({ exists, lagSeconds }) => exists && lagSeconds > LAG_MAX_SECONDS);
    if (late.length === 0) return;
    throw new Error(
      late.map(({ subscriber, lagSeconds }) => `${subscriber} is ${Math.round(lagSeconds)} s behind`).join(', '),
    );
  };
  core.get(Health).register('outbox', check, { informative: true });
}
