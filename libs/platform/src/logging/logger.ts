import { inspect } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger as Pino } from 'pino';
import { DomainError, isOutage } from '#kernel';
import type { Config } from '../config/config.js';
import { redact, redactText } from './redaction.js';
import { currentRequestContext } from './request-context.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/**
 * How loud an error is. `error` means that somebody has to act, so a healthy platform writes none: what the domain refuses
 * is everyday business (a declined payment too), what is away is expected to come back, all else is a fault of ours.
 */
export function logLevelOf(error: unknown): LogLevel {
  if (isOutage(error)) return 'warn';
  return error instanceof DomainError ? 'info' : 'error';
}

/**
 * The log of a process: one JSON object a line, with the request, organisation and user it is about. It is Nest's
 * LoggerService, so that `new Logger(name)` of @nestjs/common ends up here. Messages may be objects, whose fields become
 * fields of the line.
 */
export class StructuredLogger implements LoggerService {
  constructor(private readonly pino: Pino) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  /** Writes an error as loudly as it deserves, with the fields that say what was being done. */
  report(error: unknown, fields: Readonly<Record<string, unknown>> = {}): void {
    this.write(logLevelOf(error), error, [fields]);
  }

  private write(level: LogLevel, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const fields: Record<string, unknown> = {};
    const texts: string[] = [];
    // Nest passes the name of the logger last, and before it, to `error`, a stack as text.
    const last = rest.at(-1);
    const isNamed = typeof last === 'string' && !STACK.test(last);
    if (isNamed) fields['logger'] = last;
    for (const item of [message, ...(isNamed ? rest.slice(0, -1) : rest)]) {
      if (item instanceof Error) fields['err'] = item;
      else if (typeof item === 'object' && item !== null) addFields(fields, item);
      else if (typeof item === 'string' && STACK.test(item)) fields['stack'] = item;
      else if (item !== undefined) texts.push(typeof item === 'string' ? item : inspect(item));
    }
    const error = fields['err'];
    const said = texts.length === 0 && error instanceof Error ? error.message : texts.join(' ');
    this.pino[level](fields, redactText(said));
  }
}

const STACK = /\n\s+at .+:\d+:\d+/;
const OWN_FIELDS: ReadonlySet<string> = new Set(['level', 'time', 'process', 'pid', 'msg', 'logger', 'stack']);

/** A field named like one of the line itself would be written beside it, and many readers believe the later one. */
function addFields(fields: Record<string, unknown>, item: object): void {
  for (const [name, value] of Object.entries(item)) fields[OWN_FIELDS.has(name) ? `${name}_` : name] = value;
}

/**
 * The log of this process, to standard output unless told otherwise. Lines are written at once, not in batches: those just
 * before a crash are the ones that are read.
 */
export function createLogger(
  config: Pick<Config, 'logLevel'>,
  processName: string,
  destination: DestinationStream = pino.destination({ dest: 1, sync: true }),
): StructuredLogger {
  const settings = {
    level: config.logLevel,
    base: { process: processName, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label: string) => ({ level: label }),
      log: (fields: object) => redact(fields) as Record<string, unknown>,
    },
    mixin: aboutWhom,
    // The context last: a logged object that has a field of that name does not get to say whose line it is.
    mixinMergeStrategy: (fields: object, context: object) => ({ ...fields, ...context }),
    // Errors have been made plain objects by the redaction.
    serializers: { err: (error: unknown) => error },
  };
  return new StructuredLogger(pino(settings, destination));
}

function aboutWhom(): Record<string, string> {
  const { requestId, organizationId, userId } = currentRequestContext() ?? {};
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(userId === undefined ? {} : { userId }),
  };
}
