import type { Type } from '@nestjs/common';
import { CommandBus, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import { Test, type TestingModule } from '@nestjs/testing';
import type pg from 'pg';
import {
  Authenticator,
  IdentityModule,
  SignIn,
  SignUp,
  VerifyEmail,
  type Language,
  type Principal,
  type SignedIn,
} from '#identity';
import { Database, loadConfig, Mail, MailQueue, PlatformModule, SharedClock } from '#platform';
import { eventually } from './eventually.js';
import { MailsOnRecord, queuedMails } from './mails.js';
import { createTestDatabase } from './postgres.js';

export const PASSWORD = 'Secret123!';
/** What every mailed code is where operators are simulated. */
export const MAILED_CODE = '123456';

export interface Person {
  readonly email: string;
  readonly userId: string;
  readonly organizationId: string;
}

/** The identity core on a database of its own, with mails on record and a clock that moves. */
export class IdentityUnderTest {
  private people = 0;

  private constructor(
    private readonly module: TestingModule,
    readonly mails: MailsOnRecord,
    private readonly drop: () => Promise<void>,
  ) {}

  /** Mails are put on record instead of being queued, unless `queueMails`. */
  static async start(
    environment: Record<string, string> = {},
    options: { queueMails?: boolean } = {},
  ): Promise<IdentityUnderTest> {
    const database = await createTestDatabase();
    const config = loadConfig({ APP_ENV: 'test', LOG_LEVEL: 'silent', ...environment });
    const mails = new MailsOnRecord();
    const imports = [PlatformModule.with(config, database.url), IdentityModule];
    const builder = Test.createTestingModule({ imports }).overrideProvider(Mail).useValue(mails);
    if (!options.queueMails) builder.overrideProvider(MailQueue).useValue(mails);
    const module = await builder.compile();
    await module.init();
    return new IdentityUnderTest(module, mails, () => database.drop());
  }

  async stop(): Promise<void> {
    await this.module.close();
    await this.drop();
  }

  get database(): Database {
    return this.module.get(Database);
  }

  get<T>(token: Type<T> | (abstract new (...args: never[]) => T) | symbol): T {
    return this.module.get<T>(token, { strict: false });
  }

  run<T>(command: Command<T>): Promise<T> {
    return this.module.get(CommandBus).execute(command);
  }

  ask<T>(query: Query<T>): Promise<T> {
    return this.module.get(QueryBus).execute(query);
  }

  now(): Date {
    return this.module.get(SharedClock).now();
  }

  async pass(time: { seconds?: number; minutes?: number; days?: number }): Promise<void> {
    const { seconds = 0, minutes = 0, days = 0 } = time;
    await this.module.get(SharedClock).move(((days * 24 * 60 + minutes) * 60 + seconds) * 1000);
  }

  /** Signs somebody up whom no other test knows, by default with a verified address. */
  async person(options: { verified?: boolean; language?: Language } = {}): Promise<Person> {
    this.people += 1;
    const username = `person.${this.people}`;
    const email = `${username}@example.com`;
    const { language = 'en' } = options;
    const details = { email, username, firstName: 'Ada', lastName: 'Ngo', password: PASSWORD, language } as const;
    const { userId, organizationId } = await this.run(new SignUp({ ...details, country: 'CM' }));
    if (options.verified !== false) await this.run(new VerifyEmail(email, MAILED_CODE));
    return { email, userId, organizationId };
  }

  signIn(person: Pick<Person, 'email'>, password = PASSWORD): Promise<SignedIn> {
    return this.run(new SignIn(person.email, password));
  }

  authenticate(accessToken: string): Promise<Principal> {
    return this.get(Authenticator).authenticate(accessToken);
  }

  async principalOf(person: Pick<Person, 'email'>): Promise<Principal> {
    const { accessToken } = await this.signIn(person);
    return this.authenticate(accessToken.token);
  }

  /** Text of the n-th mail in the queue, opened as the worker would. */
  async queuedMail(index: number): Promise<string> {
    const mails = await eventually(
      () => queuedMails(this),
      (found) => found.length > index,
    );
    return mails[index]?.message.text ?? '';
  }

  /** The statements that some work sends to the database, in order, without their values. */
  async statementsOf(work: () => Promise<unknown>): Promise<string[]> {
    const statements: string[] = [];
    const originals = new Map<pg.PoolClient, unknown>();
    const listen = (client: pg.PoolClient): void => {
      if (originals.has(client)) return;
      originals.set(client, client.query);
      const query = client.query.bind(client) as (...args: unknown[]) => unknown;
      const recording = (...args: [string | { text: string }, ...unknown[]]): unknown => {
        statements.push(typeof args[0] === 'string' ? args[0] : args[0].text);
        return query(...args);
      };
      Object.assign(client, { query: recording });
    };
    const { pool } = this.database;
    pool.on('acquire', listen);
    await work().catch(() => undefined);
    pool.off('acquire', listen);
    for (const [client, query] of originals) Object.assign(client, { query });
    // The clock of the deployment is read once a second by itself.
    return statements.filter((statement) => !statement.includes('clock_offset'));
  }

  async auditActions(userId: string): Promise<string[]> {
    const rows = await this.database.query<{ action: string }>(
      'SELECT action FROM audit_entries WHERE actor_id = $1 ORDER BY occurred_at, id',
      [userId],
    );
    return rows.map((row) => row.action);
  }

  async events(organizationId: string, type: string): Promise<object[]> {
    const rows = await this.database.query<{ payload: object }>(
      'SELECT payload FROM outbox_events WHERE organization_id = $1 AND type = $2 ORDER BY position',
      [organizationId, type],
    );
    return rows.map((row) => row.payload);
  }
}

/** How many of several attempts ended how: by the code of the refusal, or as `fulfilled`. */
export function tally(results: readonly PromiseSettledResult<unknown>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const result of results) {
    const outcome = result.status === 'fulfilled' ? 'fulfilled' : codeOf(result.reason);
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

const codeOf = (reason: unknown): string => (reason as { code?: string }).code ?? String(reason);
