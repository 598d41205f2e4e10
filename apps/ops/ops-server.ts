import { Logger, type INestApplicationContext } from '@nestjs/common';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import { DomainError, uuidv7, type DomainErrorKind } from '#kernel';
import { ClientAddress, withRequestContext } from '#platform';

export interface OpsServer {
  readonly url: string;
  /** Stops listening and waits for the requests under way. */
  close(): Promise<void>;
}

export interface OpsServerOptions {
  readonly host: string;
  readonly port: number;
  /** Adds what this process serves, after the rules that hold for every answer. */
  readonly serve: (server: FastifyInstance) => Promise<void> | void;
}

const BODY_MAX_BYTES = 256 * 1024;
/** Until all of a request has come; Fastify would wait for ever. */
const REQUEST_MAX_MS = 60_000;

declare module 'fastify' {
  interface FastifyRequest {
    /** The client, seen through the proxies that are ours. */
    clientAddress: string;
  }
}

/** The server of a process for those who run it: apart from the doors, with its own port. Rejects when that is taken. */
export async function openOpsServer(core: INestApplicationContext, options: OpsServerOptions): Promise<OpsServer> {
  const server = Fastify({
    bodyLimit: BODY_MAX_BYTES,
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_MAX_MS,
    genReqId: () => `ops_${uuidv7().replaceAll('-', '')}`,
  });
  const addresses = core.get(ClientAddress);
  server.decorateRequest('clientAddress', '');
  server.addHook('onRequest', (request, reply, done) => {
    request.clientAddress = addresses.of(request.socket.remoteAddress, request.headers['x-forwarded-for']);
    // Not no-referrer: with that, browsers hide the origin of our own forms from us.
    void reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
    });
    withRequestContext({ requestId: request.id, ipAddress: request.clientAddress }, done);
  });
  server.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  server.setErrorHandler((error: FastifyError, request, reply) => answerError(error, request.id, reply));
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'There is no such page' }));
  await options.serve(server);
  return { url: await server.listen({ port: options.port, host: options.host }), close: () => server.close() };
}

/** What went wrong inside stays inside: the answer carries the id under which the log has it. */
function answerError(error: FastifyError, requestId: string, reply: FastifyReply): FastifyReply {
  const status = statusOf(error);
  if (status !== 500) return reply.code(status).send({ message: error.message, requestId });
  new Logger('Ops').error(error);
  return reply.code(500).send({ message: 'Something went wrong', requestId });
}

const STATUS_OF_KIND: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  declined: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  unavailable: 503,
};

function statusOf(error: FastifyError | DomainError): number {
  if (error instanceof DomainError) return STATUS_OF_KIND[error.kind];
  return error.statusCode !== undefined && error.statusCode < 500 ? error.statusCode : 500;
}
