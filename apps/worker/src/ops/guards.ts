import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bearerOf, type Administrators } from './administrators.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses what another site lets a browser send. SameSite does not tell two ports of one host apart, and the doors are
 * on such ports. Browsers name the origin of every request that may change something; a token in a header cannot be
 * sent by a stranger's page at all.
 */
export function refuseForeignOrigins(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    if (SAFE_METHODS.has(request.method) || bearerOf(request) !== null || isOwnOrigin(request)) return;
    await reply.code(403).send({ message: 'This request does not come from the ops pages' });
  });
}

function isOwnOrigin({ headers: { origin, host } }: FastifyRequest): boolean {
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
}

/** Lets only administrators pass. People who open a page are shown the log-in, everything else is told. */
export function demandAdministrator(server: FastifyInstance, administrators: Administrators): void {
  server.addHook('onRequest', async (request, reply) => {
    request.administrator = await administrators.recognise(request);
    if (request.administrator === null) await showTheDoor(request, reply);
  });
}

function showTheDoor(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const isPage = request.method === 'GET' && request.headers.accept?.includes('text/html');
  if (isPage) return reply.redirect('/log-in', 303);
  return reply.code(401).send({ message: 'Log in as an administrator' });
}
