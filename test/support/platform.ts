import type { INestApplicationContext, ModuleMetadata, Type } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { domainEvent, type DomainEvent } from '#kernel';
import {
  Database,
  loadConfig,
  PlatformModule,
  RELAY_OPTIONS,
  UnitOfWork,
  type Config,
  type RelayOptions,
} from '#platform';
import { createTestDatabase, type TestDatabase } from './postgres.js';

export interface TestPlatformOptions extends Pick<ModuleMetadata, 'imports' | 'providers'> {
  readonly environment?: Readonly<Record<string, string>>;
  /** A database that somebody else made and drops: several platforms on it are like several processes. */
  readonly database?: TestDatabase;
  readonly relay?: RelayOptions;
}

/** The platform lib alone, with nothing that runs by itself. */
export interface TestPlatform {
  readonly app: INestApplicationContext;
  readonly config: Config;
  readonly url: string;
  readonly database: Database;
  readonly unitOfWork: UnitOfWork;
  get<T>(token: Type<T> | (abstract new (...args: never[]) => T)): T;
  close(): Promise<void>;
}

export async function startTestPlatform(options: TestPlatformOptions = {}): Promise<TestPlatform> {
  const database = options.database ?? (await createTestDatabase());
  const config = loadConfig({ APP_ENV: 'test', LOG_LEVEL: 'silent', ...options.environment });
  const building = Test.createTestingModule({
    imports: [PlatformModule.with(config, database.url), ...(options.imports ?? [])],
    providers: options.providers ?? [],
  });
  if (options.relay) building.overrideProvider(RELAY_OPTIONS).useValue(options.relay);
  const app = await building.compile();
  app.useLogger(false);
  await app.init();
  return {
    app,
    config,
    url: database.url,
    database: app.get(Database),
    unitOfWork: app.get(UnitOfWork),
    get: (token) => app.get(token, { strict: false }),
    close: async () => {
      await app.close();
      if (!options.database) await database.drop();
    },
  };
}

/** Something that happened, for subscribers of tests. */
export function somethingHappened(type: string, payload: object = {}): DomainEvent {
  return domainEvent({
    type,
    version: 1,
    organizationId: null,
    mode: null,
    subjectId: 'subject',
    occurredAt: new Date(),
    payload,
  });
}
