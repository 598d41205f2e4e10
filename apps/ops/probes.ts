import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { CONFIG, Health, Metrics, sameBytes, type Config } from '#platform';
import type { SetGauges } from './gauges.js';

/** What machines ask: whether to restart the process, whether to send it work, and how it is doing. */
export function serveProbes(server: FastifyInstance, core: INestApplicationContext, setGauges: SetGauges): void {
  const health = core.get(Health);
  const metrics = core.get(Metrics);
  const { metricsToken } = core.get<Config>(CONFIG);

  server.get('/health/live', () => ({ live: true }));
  server.get('/health/ready', async (_request, reply) => {
    const report = await health.report();
    return reply.code(report.ready ? 200 : 503).send(report);
  });
  server.get('/metrics', async (request, reply) => {
    if (metricsToken !== null && !sameBytes(request.headers.authorization ?? '', `Bearer ${metricsToken}`)) {
      return reply.code(401).header('www-authenticate', 'Bearer').send({ message: 'METRICS_TOKEN is asked for' });
    }
    await setGauges();
    return reply.type(metrics.contentType).send(await metrics.render());
  });
}
