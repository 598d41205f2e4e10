import type { FastifyCorsOptions } from '@fastify/cors';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';
import type { Contract } from './contract.js';
import { isPublicCall } from './routes.js';

/** What a door lets browsers of other origins do. */
export interface CorsRules {
  readonly allowedHeaders: readonly string[];
  readonly exposedHeaders: readonly string[];
  /** Whether browsers of every origin may call what needs no credentials; else the configured origins only. */
  readonly publicCallsFromAnyOrigin?: boolean;
  /** Whether a cookie can be the credential, so that browsers of configured origins may send it. */
  readonly takesCookies?: boolean;
}

const PREFLIGHT_KEPT_SECONDS = 600;

/** Judges each request by its origin: the configured ones, or every one where the door's contract says so. */
export function corsOf(door: CorsRules, contract: Contract, config: Pick<Config, 'corsOrigins'>): FastifyCorsOptions {
  const anyOrigin = config.corsOrigins.includes('*');
  const shared = {
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [...door.allowedHeaders],
    exposedHeaders: [...door.exposedHeaders],
    maxAge: PREFLIGHT_KEPT_SECONDS,
    // With any origin let in, cookies would let any page act as whoever is signed in.
    credentials: door.takesCookies === true && !anyOrigin,
  };
  return {
    delegator: (request, done) => {
      const method = preflightedMethod(request);
      const open =
        door.publicCallsFromAnyOrigin === true && isPublicCall(contract, method ?? request.method, request.url);
      done(null, {
        ...shared,
        origin: open || anyOrigin ? true : [...config.corsOrigins],
        ...(open ? { credentials: false } : {}),
        // An OPTIONS that is no preflight is a call like any other, and answered in the door's dialect.
        preflight: method !== null,
      });
    },
  };
}

/** The method that a browser asks about before it sends the call itself, or null for a call that is no such question. */
function preflightedMethod({ method, headers }: FastifyRequest): string | null {
  const asked = headers['access-control-request-method'];
  return method === 'OPTIONS' && headers.origin !== undefined && asked !== undefined ? asked : null;
}
