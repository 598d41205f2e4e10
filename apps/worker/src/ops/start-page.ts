import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Audit, CONFIG, Health, ParkedEvents, Queues, SharedClock, SubscriberStandings, type Config } from '#platform';
import { withinOrNull } from '../../../ops/time-box.js';
import { sendPage } from './page.js';
import { isClockMovable } from './sandbox-clock.js';
import { startPage, type ClockReading, type QueueCounts } from './start-page.presenter.js';

const LIMIT_MS = 2000;

/** The platform at a glance, and the replay of parked events. */
export function serveStartPage(server: FastifyInstance, core: INestApplicationContext): void {
  const config = core.get<Config>(CONFIG);
  const [health, queues, standings] = [core.get(Health), core.get(Queues), core.get(SubscriberStandings)];
  const [parked, clock, audit] = [core.get(ParkedEvents), core.get(SharedClock), core.get(Audit)];

  server.get<{ Querystring: Readonly<Record<string, unknown>> }>('/', async ({ query }, reply) => {
    const [report, counts, subscribers, parkedEvents] = await Promise.all([
      health.report(),
      withinOrNull(LIMIT_MS, countsOf(queues)),
      withinOrNull(LIMIT_MS, standings.read()),
      withinOrNull(LIMIT_MS, parked.list()),
    ]);
    const page = startPage({
      environment: config.environment,
      simulator: config.operators === 'simulated' ? config.mtnSandboxUrl : null,
      report,
      queues: counts,
      subscribers,
      parked: parkedEvents ?? [],
      clock: isClockMovable(config) ? readingOf(clock) : null,
      replay: replayOf(query),
    });
    return sendPage(reply, 'Operations', page);
  });

  server.post<{ Body: { subscriber?: unknown } | undefined }>('/outbox/replay', async (request, reply) => {
    const name = request.body?.subscriber;
    if (typeof name !== 'string') return reply.code(400).send({ message: 'subscriber must be named' });
    const outcome = await parked.replay(name);
    const actorId = request.administrator?.userId ?? null;
    const details = { subscriber: name, ...outcome };
    await audit.note({ action: 'ops.parked_events_replayed', organizationId: null, actorId, details });
    return reply.redirect(`/?replayed=${outcome.replayed}&failed=${outcome.failed}`, 303);
  });
}

async function countsOf(queues: Queues): Promise<QueueCounts[]> {
  const count = async (queue: ReturnType<Queues['all']>[number]): Promise<QueueCounts> => {
    const { waiting = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts();
    return { name: queue.name, waiting, active, delayed, failed };
  };
  return Promise.all(queues.all().map(count));
}

function readingOf(clock: SharedClock): ClockReading {
  return { now: clock.now(), offsetSeconds: Math.round(clock.offsetMs / 1000) };
}

function replayOf({
  replayed,
  failed,
}: Readonly<Record<string, unknown>>): { replayed: number; failed: number } | null {
  const outcome = { replayed: Number(replayed), failed: Number(failed) };
  return Number.isInteger(outcome.replayed) && Number.isInteger(outcome.failed) ? outcome : null;
}
