import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import type { INestApplicationContext } from '@nestjs/common';
import type { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { Audit, Queues, redact } from '#platform';

const PATH = '/queues';
/** The board brings its own scripts and asks a stranger for fonts, which it does not get. */
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'";

/** Bull Board over all queues. Whoever may reach `server` may retry, remove and pause; what they do is audited. */
export async function serveQueueBoard(server: FastifyInstance, core: INestApplicationContext): Promise<void> {
  const audit = core.get(Audit);
  const board = new FastifyAdapter().setBasePath(PATH);
  createBullBoard({
    queues: core.get(Queues).all().map(onBoard),
    serverAdapter: board,
    options: { uiConfig: { boardTitle: 'Queues', hideDocsLink: true, miscLinks: [{ text: 'Operations', url: '/' }] } },
  });
  await server.register(async (scope) => {
    scope.addHook('onRequest', async (_request, reply) => {
      void reply.header('content-security-policy', POLICY);
    });
    scope.addHook('onResponse', async (request, reply) => {
      if (request.method === 'GET' || request.method === 'HEAD' || reply.statusCode >= 400) return;
      const details = { method: request.method, path: new URL(request.url, 'http://ops').pathname };
      const actorId = request.administrator?.userId ?? null;
      await audit.note({ action: 'ops.queue_changed', organizationId: null, actorId, details });
    });
    await scope.register(board.registerPlugin(), { prefix: PATH });
  });
}

/** What jobs carry is shown as it would be logged: without secrets and personal data. */
function onBoard(queue: Queue): BullMQAdapter {
  const shown = new BullMQAdapter(queue);
  shown.setFormatter('data', redact);
  shown.setFormatter('returnValue', redact);
  return shown;
}
