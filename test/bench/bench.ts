import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { loadConfig } from '#platform';
import { administer, databaseUrl as urlOf } from '../support/postgres.js';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import type { PlatformChild } from '../support/platform-processes/platform-child.js';
import { PlatformStage } from '../support/platform-processes/platform-stage.js';
import { verifyBooksWith } from '../support/platform-processes/verify-books.js';
import type { LoadRequest } from './load.js';
import type { OperatorOrder } from './stub-operator.js';
import type { SinkCount, SinkOrder } from './webhook-sink.js';

export interface BenchPlan {
  readonly isQuick: boolean;
  /** Interleaved measurements of the platform and of the floor beside it. */
  readonly pairs: number;
  /** Of each measurement. */
  readonly seconds: number;
  /** Of the maximum found, at which a sustained load goes on. */
  readonly share: number;
  /** Requests of each side before anything is measured: V8 compiles what runs often, and a large program later. */
  readonly warmUpRequests: number;
  readonly redisUrl: string | null;
  /** Shows where the api process spends its time while it accepts payments; slows it down. */
  readonly profiles: boolean;
}

export const CONNECTIONS = 32;

/** What all measurements stand on: a machine with a durable PostgreSQL, an operator and a receiver of webhooks. */
export class Bench {
  private constructor(
    readonly plan: BenchPlan,
    readonly stage: PlatformStage,
    private readonly operator: PlatformChild,
    private readonly sink: PlatformChild,
    readonly say: (line: string) => void,
  ) {}

  static async start(plan: BenchPlan, say: (line: string) => void): Promise<Bench> {
    const stage = await PlatformStage.start({
      environment: {
        SURFACES: 'dashboard',
        ACCESS_TOKEN_SECONDS: '86400',
        RATE_LIMIT_PER_ACCOUNT: '1000000000',
        RATE_LIMIT_PER_ADDRESS: '1000000000',
        CALLBACK_LIMIT_PER_MINUTE: '1000000000',
      },
      say: () => undefined,
    });
    const side = (name: string): PlatformChild => stage.sideProcess(name, fileOf(`./${name}.ts`));
    const bench = new Bench(plan, stage, side('stub-operator'), side('webhook-sink'), say);
    await Promise.all([bench.operator.start(), bench.sink.start()]);
    return bench;
  }

  async stop(): Promise<void> {
    await Promise.all([this.operator.kill(), this.sink.kill()]);
    await this.stage.stop();
  }

  get operatorUrl(): string {
    return String(this.operator.ready['url']);
  }

  get sinkUrl(): string {
    return String(this.sink.ready['url']);
  }

  tellOperator(order: OperatorOrder['order']): Promise<object> {
    return this.operator.ask({ order } satisfies OperatorOrder);
  }

  askSink(order: SinkOrder['order']): Promise<SinkCount> {
    return this.sink.ask<SinkCount>({ order } satisfies SinkOrder);
  }

  /** A migrated, empty database on the one server. */
  async newDatabase(name: string): Promise<string> {
    const { databaseUrl } = this.stage;
    const template = new URL(databaseUrl).pathname.slice(1);
    await administer(urlOf(databaseUrl, 'postgres'), `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`);
    return urlOf(databaseUrl, name);
  }

  /** A process of the platform on a database, against the operator of the bench. */
  platformProcess(
    app: 'api' | 'worker',
    databaseUrl: string,
    options: { redis?: boolean; nodeOptions?: readonly string[]; portBase?: number } = {},
  ): PlatformChild {
    const { redisUrl } = this.plan;
    const { redis = false, nodeOptions = [], portBase } = options;
    const environment = {
      DATABASE_URL: databaseUrl,
      MTN_SANDBOX_URL: this.operatorUrl,
      ...(redis && redisUrl ? { REDIS_URL: redisUrl } : {}),
    };
    if (portBase === undefined) return this.stage.process(app, { environment, nodeOptions });
    const moved = { ...environment, CALLBACK_URL: dashboardUrlAt(portBase) };
    return this.stage.process(app, { name: `${app}-${portBase}`, environment: moved, nodeOptions, portBase });
  }

  /** The hand-written server that the platform is held against, on a database and for an organisation of its own. */
  floor(databaseUrl: string, organizationId: string): PlatformChild {
    const { config } = this.stage;
    return this.sideProcess('floor', './floor/floor-server.ts', {
      DATABASE_URL: databaseUrl,
      OPERATOR_URL: this.operatorUrl,
      ORGANIZATION_ID: organizationId,
      POOL_SIZE: String(config.databasePoolSize),
    });
  }

  sideProcess(name: string, file: string, environment: Readonly<Record<string, string>>): PlatformChild {
    return this.stage.sideProcess(name, fileOf(file), environment);
  }

  /** A new merchant; returns the headers of its calls. Registers the receivers of its webhooks that are given. */
  signUp(...webhookUrls: readonly string[]): Promise<{ readonly authorization: string }> {
    return this.signUpAt(this.stage.dashboardUrl, ...webhookUrls);
  }

  async signUpAt(origin: string, ...webhookUrls: readonly string[]): Promise<{ readonly authorization: string }> {
    const client = new DashboardClient(origin, 1);
    try {
      const token = await client.signUp();
      for (const webhookUrl of webhookUrls) await client.createWebhook(token, webhookUrl);
      return { authorization: `Bearer ${token}` };
    } finally {
      await client.close();
    }
  }

  /** Nobody reads hundreds of mails a second: a merchant with so many payments has switched them off. */
  async stopMails(headers: Readonly<Record<string, string>>, origin = this.stage.dashboardUrl): Promise<void> {
    const client = new DashboardClient(origin, 1);
    try {
      await client.expect(200, '/users/me/settings', { headers, body: { emailNotifications: false } }, 'PUT');
    } finally {
      await client.close();
    }
  }

  /** What is wrong with the books of a database; a measurement over unsound books is void. */
  async problemsOf(databaseUrl: string): Promise<string[]> {
    const findings = await verifyBooksWith(this.stage.config)(databaseUrl);
    return findings.map(({ invariant, where, detail }) => `${invariant}: ${where}, ${detail}`);
  }
}

/** Runs statements on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** What PostgreSQL does by itself within a minute: until then it plans for the empty tables that it has seen, now and then badly. */
export async function analyze(...databaseUrls: readonly string[]): Promise<void> {
  for (const url of databaseUrls) await query(url, 'ANALYZE');
}

let payments = 0;

/** A payment that nobody has asked for before. */
export function paymentRequest(path: string, headers: Readonly<Record<string, string>>): LoadRequest {
  payments += 1;
  return {
    method: 'POST',
    path,
    headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
    body: JSON.stringify({
      amount: 100 + (payments % 90_000),
      currency: 'XAF',
      provider: 'mtn-momo',
      phoneNumber: `+23767${String(payments).padStart(7, '0')}`,
      description: `Basket ${payments}`,
    }),
  };
}

/** Where a platform is found that has ports of its own. */
export const dashboardUrlAt = (portBase: number): string =>
  `http://127.0.0.1:${loadConfig({ PORT_BASE: String(portBase) }).ports.dashboard}`;

const fileOf = (path: string): string => new URL(path, import.meta.url).pathname;
