import formBody from '@fastify/formbody';
import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { CONFIG, type Config } from '#platform';
import { deploymentGauges } from '../../../ops/gauges.js';
import { openOpsServer, type OpsServer } from '../../../ops/ops-server.js';
import { serveProbes } from '../../../ops/probes.js';
import { Administrators } from './administrators.js';
import { demandAdministrator, refuseForeignOrigins } from './guards.js';
import { serveLogIn } from './log-in.js';
import { STYLE } from './page.js';
import { serveQueueBoard } from './queue-board.js';
import { serveSandboxClock } from './sandbox-clock.js';
import { serveStartPage } from './start-page.js';

/** Probes for machines, and behind a log-in the pages of the administrators. */
export function openWorkerOps(core: INestApplicationContext, port: number): Promise<OpsServer> {
  const { opsHost } = core.get<Config>(CONFIG);
  const administrators = new Administrators(core);
  const serve = async (server: FastifyInstance): Promise<void> => {
    serveProbes(server, core, deploymentGauges(core));
    server.decorateRequest('administrator', null);
    await server.register(async (people) => {
      await people.register(formBody);
      refuseForeignOrigins(people);
      people.get('/ops.css', (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
      serveLogIn(people, core, administrators);
      await people.register(async (inside) => {
        demandAdministrator(inside, administrators);
        serveStartPage(inside, core);
        serveSandboxClock(inside, core);
        await serveQueueBoard(inside, core);
      });
    });
  };
  return openOpsServer(core, { host: opsHost, port, serve });
}
