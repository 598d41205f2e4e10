import { Logger } from '@nestjs/common';
import { DomainError, type DomainErrorKind } from '#kernel';
import { createLogger, logLevelOf, type StructuredLogger } from './logger.js';
import { identifyCaller, withRequestContext } from './request-context.js';

class Refusal extends DomainError {
  readonly code = 'refused';

  constructor(readonly kind: DomainErrorKind) {
    super('Refused');
  }
}

function capture(logLevel: 'debug' | 'info' | 'silent' = 'debug') {
  const written: string[] = [];
  const log = createLogger({ logLevel }, 'api', { write: (line) => void written.push(line) });
  const lines = (): Record<string, unknown>[] => written.map((line) => JSON.parse(line) as Record<string, unknown>);
  return { log, written, lines };
}

describe('the log', () => {
  it('writes one JSON object a line, with time, level and process', () => {
    const { log, written, lines } = capture();
    log.log('started');
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^\{[^\n]*\}\n$/);
    expect(lines()[0]).toMatchObject({ level: 'info', process: 'api', msg: 'started' });
    expect(lines()[0]?.['time']).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it.each([
    ['debug', 'debug'],
    ['verbose', 'debug'],
    ['log', 'info'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['fatal', 'error'],
  ] as const)('writes %s at level %s', (method, level) => {
    const { log, lines } = capture();
    log[method]('text', 'Name');
    expect(lines()).toEqual([expect.objectContaining({ level, msg: 'text', logger: 'Name' })]);
  });

  it('leaves out what is below its level', () => {
    const { log, written } = capture('info');
    log.debug('quiet');
    expect(written).toHaveLength(0);
    const silent = capture('silent');
    silent.log.error('quiet');
    expect(silent.written).toHaveLength(0);
  });

  it('names request, organisation and user on every line of a request, and on none outside', async () => {
    const { log, lines } = capture();
    await withRequestContext({ requestId: 'req-1', ipAddress: '192.0.2.1' }, async () => {
      log.log('before');
      identifyCaller({ organizationId: 'org-1', userId: 'user-1' });
      await Promise.resolve();
      log.log({ requestId: 'forged', paymentId: 'p-1' });
    });
    log.log('outside');
    const [before, during, outside] = lines();
    expect(before).toMatchObject({ requestId: 'req-1', msg: 'before' });
    expect(before).not.toHaveProperty('userId');
    expect(during).toMatchObject({ requestId: 'req-1', organizationId: 'org-1', userId: 'user-1', paymentId: 'p-1' });
    expect(outside).not.toHaveProperty('requestId');
  });

  it('cannot be made to write a second line or to change what a line says of itself', () => {
    const { log, written, lines } = capture();
    const forged = 'x\r\n{"level":"error","msg":"forged"}\n\u2028';
    log.log(forged, forged);
    log.log({ [forged]: forged, level: 'error', time: 'never', pid: 1, process: 'worker', msg: 'forged' });
    expect(written).toHaveLength(2);
    for (const line of written) expect(line.indexOf('\n')).toBe(line.length - 1);
    for (const line of written)
      expect(line.match(/"(level|time|pid|process|msg)":/g)).toHaveLength(
        new Set(line.match(/"(level|time|pid|process|msg)":/g)).size,
      );
    expect(lines()[1]).toMatchObject({ level: 'info', process: 'api', pid: process.pid, level_: 'error' });
  });

  it('hides secrets in messages, fields, errors and the context', () => {
    const { log, written } = capture();
    const secret = 'app_live_4fGh2kLm9QwErTy0';
    withRequestContext({ requestId: secret }, () => {
      log.log(`key ${secret}`, secret);
      log.log({ headers: { 'x-api-key': secret }, body: { note: secret } }, 'Name');
      log.error(new Error(`bad ${secret}`));
      log.error('failed', `Error: ${secret}\n    at act (file.ts:1:1)`, 'Name');
    });
    expect(written).toHaveLength(4);
    expect(written.join('')).not.toContain(secret);
  });

  it('takes an error with its stack, alone or beside a message', () => {
    const { log, lines } = capture();
    log.error(new Error('broken'));
    log.error('while paying', new Error('broken'), 'Payments');
    log.error('while paying', 'Error: broken\n    at act (file.ts:1:1)', 'Payments');
    expect(lines()).toEqual([
      expect.objectContaining({
        msg: 'broken',
        err: expect.objectContaining({ type: 'Error', stack: expect.any(String) }),
      }),
      expect.objectContaining({
        msg: 'while paying',
        logger: 'Payments',
        err: expect.objectContaining({ message: 'broken' }),
      }),
      expect.objectContaining({
        msg: 'while paying',
        logger: 'Payments',
        stack: expect.stringContaining('file.ts:1:1'),
      }),
    ]);
  });

  it("is where Nest's own loggers write", () => {
    const { log, lines } = capture();
    Logger.overrideLogger(log);
    try {
      new Logger('Relay').warn('behind');
      new Logger('Relay').error(new Error('broken'));
    } finally {
      Logger.overrideLogger(['log', 'error', 'warn', 'debug', 'verbose', 'fatal']);
    }
    expect(lines()).toEqual([
      expect.objectContaining({ level: 'warn', msg: 'behind', logger: 'Relay' }),
      expect.objectContaining({ level: 'error', msg: 'broken', logger: 'Relay' }),
    ]);
  });
});

describe('the level of an error', () => {
  it.each([
    ['invalid', 'info'],
    ['unauthenticated', 'info'],
    ['forbidden', 'info'],
    ['not_found', 'info'],
    ['conflict', 'info'],
    ['gone', 'info'],
    ['declined', 'info'],
    ['unavailable', 'warn'],
  ] as const)('of kind %s is %s', (kind, level) => {
    const { log, lines }: { log: StructuredLogger; lines: () => Record<string, unknown>[] } = capture();
    expect(logLevelOf(new Refusal(kind))).toBe(level);
    log.report(new Refusal(kind), { operation: 'createPayment' });
    expect(lines()).toEqual([expect.objectContaining({ level, msg: 'Refused', operation: 'createPayment' })]);
  });

  it('that nobody expected is error', () => {
    expect(logLevelOf(new TypeError('x is not a function'))).toBe('error');
    expect(logLevelOf('thrown text')).toBe('error');
  });
});
