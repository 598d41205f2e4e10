import multipart from '@fastify/multipart';
import { Global, Module, type INestApplicationContext, type InjectionToken, type Type } from '@nestjs/common';
import {
  APP_FILTER,
  APP_INTERCEPTOR,
  DiscoveryModule,
  DiscoveryService,
  MetadataScanner,
  NestFactory,
} from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { uuidv7 } from '#kernel';
import { CONFIG, type Config } from '../config/config.js';
import { Health } from '../health/health.js';
import { ClientAddress } from '../http/client-address.js';
import { hasCardNumber } from '../logging/card-number.js';
import { withRequestContext } from '../logging/request-context.js';
import { Metrics } from '../metrics/metrics.js';
import { Contract } from './contract.js';
import { CONTRACT, ContractInterceptor } from './contract.interceptor.js';
import { corsOf, type CorsRules } from './cors.js';
import { DIALECT, type DoorDialect } from './dialect.js';
import { documentOf, serveDocumentation } from './documentation.js';
import { DoorFilter } from './door.filter.js';
import type { DoorRequest } from './operation.js';
import { bindRoutes, routableUrl } from './routes.js';
import { BODY_MAX_BYTES } from './upload.js';
import { mustHangUp, UploadReader } from './upload-reader.js';

/** Longer ones do not pass Node's limit on headers. */
const URL_MAX_LENGTH = 16 * 1024;
/** Until all of a request has come; Fastify would wait for ever. A form of 25 MiB takes four minutes at 1 Mbit/s. */
const REQUEST_MAX_MS = 5 * 60_000;
const OWN_REQUEST_ID = /^[\w.-]{1,64}$/;

/**
 * A door: one Nest application that speaks the dialect of one contract over the shared core. Its module provides and
 * exports its CallLimits.
 */
export interface Door extends CorsRules {
  readonly module: Type;
  readonly dialect: DoorDialect;
  /** What of the core the door uses: buses and services, by their tokens. */
  readonly uses: readonly InjectionToken[];
  /** Patterns of the paths of its pages, which are outside of the contract's base path. */
  readonly pages?: readonly string[];
  /** Script of its documentation page, or null. */
  readonly documentationScript?: (config: Config) => string | null;
}

/** Builds a door over a running core. The caller listens and closes. */
export async function openDoor(door: Door, core: INestApplicationContext): Promise<NestFastifyApplication> {
  const config = core.get<Config>(CONFIG);
  const contract = Contract.of(door.dialect.surface);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_MAX_BYTES,
    exposeHeadRoutes: false,
    genReqId: (request: { headers: Record<string, string | string[] | undefined> }) =>
      requestId(request.headers['x-request-id']),
    rewriteUrl: ({ url }: { url?: string }) => routableUrl(url ?? '/'),
    // An id of any length is answered like an unknown one, by the door and not by the router.
    routerOptions: { maxParamLength: URL_MAX_LENGTH },
    forceCloseConnections: 'idle',
    requestTimeout: REQUEST_MAX_MS,
    // What reached us before we were gone is answered like any other request.
    return503OnClosing: false,
  });
  // Without a word about loggers: Nest would silence, or replace, that of the whole process.
  const app = await NestFactory.create<NestFastifyApplication>(rootOf(door, contract, core), adapter, {
    bodyParser: false,
    abortOnError: false,
  });
  app.setGlobalPrefix(contract.basePath, { exclude: [...(door.pages ?? [])] });
  app.enableCors(corsOf(door, contract, config));
  await prepareRequests(app, contract, core);
  const operations = bindRoutes(contract, app.get(DiscoveryService), app.get(MetadataScanner));
  serveDocumentation(app, documentOf(contract, operations), door.documentationScript?.(config) ?? null);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

function rootOf(door: Door, contract: Contract, core: INestApplicationContext): object {
  const shared = [CONFIG, ...door.uses].map((token) => ({
    provide: token,
    useFactory: (): unknown => core.get(token, { strict: false }),
  }));

  @Global()
  @Module({
    providers: [...shared, { provide: CONTRACT, useValue: contract }, { provide: DIALECT, useValue: door.dialect }],
    exports: [...shared.map(({ provide }) => provide), CONTRACT, DIALECT],
  })
  class SharedCore {}

  @Module({
    imports: [SharedCore, DiscoveryModule, door.module],
    providers: [
      UploadReader,
      { provide: APP_FILTER, useClass: DoorFilter },
      { provide: APP_INTERCEPTOR, useClass: ContractInterceptor },
    ],
  })
  class DoorRoot {}
  return DoorRoot;
}

/**
 * Bodies stay bytes until the caller is recognised: the contracts judge credentials before JSON. Forms with files are not
 * even read until then.
 */
async function prepareRequests(
  app: NestFastifyApplication,
  contract: Contract,
  core: INestApplicationContext,
): Promise<void> {
  const fastify = app.getHttpAdapter().getInstance();
  const metrics = core.get(Metrics);
  const addresses = core.get(ClientAddress);
  const health = core.get(Health);
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    (request as unknown as DoorRequest).rawBody = body as Buffer;
    done(null, undefined);
  });
  await fastify.register(multipart);
  fastify.addHook('onSend', (request, reply, _, done) => {
    // A connection that is kept would be cut under the request that its owner just sends.
    if (mustHangUp(request) || health.isDraining) void reply.header('connection', 'close');
    done();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    const ipAddress = addresses.of(request.socket.remoteAddress, request.headers['x-forwarded-for']);
    (request as unknown as DoorRequest).clientAddress = ipAddress;
    void reply.header('x-request-id', request.id);
    withRequestContext({ requestId: request.id, ipAddress, isAwaited: true }, done);
  });
  fastify.addHook('onResponse', (request, reply, done) => {
    const labels = { door: contract.surface, operation: request.routeOptions.url ?? 'unknown' };
    metrics.httpRequestsTotal.inc({ ...labels, status: reply.statusCode });
    metrics.httpRequestDurationSeconds.observe(labels, reply.elapsedTime / 1000);
    done();
  });
}

function requestId(given: string | string[] | undefined): string {
  const isTaken = typeof given === 'string' && OWN_REQUEST_ID.test(given) && !hasCardNumber(given);
  return isTaken ? given : `req_${uuidv7().replaceAll('-', '')}`;
}
