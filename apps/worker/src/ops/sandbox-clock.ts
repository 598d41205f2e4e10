import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Audit, CONFIG, SharedClock, type Config } from '#platform';

const DAY_SECONDS = 24 * 3600;
const MOVE_MAX_SECONDS = 366 * DAY_SECONDS;

/** Time may be moved only where no operator and no customer lives by it. */
export function isClockMovable({ operators, environment }: Config): boolean {
  return operators === 'simulated' && environment !== 'production';
}

/** Lets an administrator reach a settlement or an expiry without waiting for it. Time only goes forward. */
export function serveSandboxClock(server: FastifyInstance, core: INestApplicationContext): void {
  if (!isClockMovable(core.get<Config>(CONFIG))) return;
  const clock = core.get(SharedClock);
  const audit = core.get(Audit);
  const reading = (): object => ({ now: clock.now().toISOString(), offsetSeconds: Math.round(clock.offsetMs / 1000) });

  server.get('/sandbox/clock', reading);
  server.post<{ Body: { advanceSeconds?: unknown } | undefined }>('/sandbox/clock', async (request, reply) => {
    const fromForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
    const given = request.body?.advanceSeconds;
    const seconds = fromForm && typeof given === 'string' ? Number(given) : given;
    if (typeof seconds !== 'number' || !Number.isInteger(seconds) || seconds < 1 || seconds > MOVE_MAX_SECONDS) {
      return reply.code(400).send({ message: `advanceSeconds must be a whole number from 1 to ${MOVE_MAX_SECONDS}` });
    }
    const actorId = request.administrator?.userId ?? null;
    await audit.note({ action: 'ops.clock_moved', organizationId: null, actorId, details: { bySeconds: seconds } });
    await clock.move(seconds * 1000);
    return fromForm ? reply.redirect('/', 303) : reading();
  });
}
