import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger, type INestApplicationContext, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { VerifyLedger } from '#ledger';
import type { Finding } from '#platform';
import { VerifyPayments } from '#payments';
import { BackgroundWork, Database, loadConfig, Mail, type Config } from '#platform';
import { CoreModule } from '../../apps/core.module.js';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../apps/simulator/src/simulator.js';
import { MailsOnRecord } from './mails.js';
import { createTestDatabase } from './postgres.js';

export interface TestCoreOptions {
  /** The database of another core, as a second process would use it; by default one of its own. */
  readonly database?: string;
  /** Settings as they would stand in the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Relays the outbox and runs jobs in this process, as a worker would. */
  readonly worker?: boolean;
  readonly simulator?: SimulatorOptions;
}

/** A whole core on a database of its own, against a simulator of its own. */
export interface TestCore {
  readonly app: INestApplicationContext;
  readonly config: Config;
  readonly simulator: Simulator;
  readonly commands: CommandBus;
  readonly queries: QueryBus;
  readonly database: Database;
  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T;
  /** What is wrong with the books; empty when they are sound. */
  findings(): Promise<Finding[]>;
  close(): Promise<void>;
}

/** Boots a core. The clock of the simulator is quick: what the operator does takes a fraction of a second. */
export async function startTestCore(options: TestCoreOptions = {}): Promise<TestCore> {
  Logger.overrideLogger(process.env['TEST_LOG'] ? ['error', 'warn', 'log'] : false);
  const [database, simulator, dataDir] = await Promise.all([
    options.database ? { url: options.database, drop: () => Promise.resolve() } : createTestDatabase(),
    createSimulator({ approveAfterMs: 40, callbackDelayMs: 10, delayedApprovalMs: 300, ...options.simulator }),
    mkdtemp(join(tmpdir(), 'mobile-money-core-')),
  ]);
  const config = loadConfig({
    APP_ENV: 'test',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    // Tests that run side by side share one Redis: each platform takes its own jobs only.
    ...(process.env['REDIS_URL'] ? { REDIS_URL: process.env['REDIS_URL'], REDIS_PREFIX: randomUUID() } : {}),
    MTN_SANDBOX_URL: simulator.url,
    ORANGE_SANDBOX_URL: simulator.orangeMoney.baseUrl,
    ORANGE_WEB_SANDBOX_URL: simulator.orangeWeb.baseUrl,
    CALLBACK_URL: 'http://127.0.0.1:9',
    RATE_LIMIT_PER_ACCOUNT: '100000',
    RATE_LIMIT_PER_ADDRESS: '100000',
    CALLBACK_LIMIT_PER_MINUTE: '100000',
    RATE_LIMIT_FACTOR: '10000',
    ...options.environment,
  });
  const module = await Test.createTestingModule({ imports: [CoreModule.with(config, database.url)] })
    .overrideProvider(Mail)
    .useValue(new MailsOnRecord())
    .compile();
  await module.init();
  const work = options.worker ? module.get(BackgroundWork) : null;
  await work?.start();
  const get: TestCore['get'] = (token) => module.get(token, { strict: false });
  return {
    app: module,
    config,
    simulator,
    commands: module.get(CommandBus),
    queries: module.get(QueryBus),
    database: module.get(Database),
    get,
    findings: async () => [
      ...(await get(QueryBus).execute(new VerifyLedger())),
      ...(await get(QueryBus).execute(new VerifyPayments())),
    ],
    close: async () => {
      await work?.stop();
      await module.close();
      await simulator.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
