import { DiscoveryService } from '@nestjs/core';
import { Test, type TestingModule } from '@nestjs/testing';
import { CommandBus, QueryBus, type Command, type Query } from '@nestjs/cqrs';
import { domainEvent, uuidv7, type DomainEvent } from '#kernel';
import {
  Database,
  JobWorkers,
  loadConfig,
  PlatformModule,
  SharedClock,
  SUBSCRIBER_METADATA,
  UnitOfWork,
  type Subscriber,
} from '#platform';
import {
  CreateWebhookEndpoint,
  GetWebhookDelivery,
  ListWebhookDeliveries,
  standardWebhooksHeaders,
  WebhooksModule,
  type CreatedWebhookEndpoint,
  type WebhookDeliveryHistory,
  type WebhookDeliveryView,
  type WebhookDialect,
  type WebhookOwner,
} from '#webhooks';
import { createTestDatabase, type TestDatabase } from './postgres.js';
import { TcpGate } from './tcp-gate.js';

/** A door that exists in tests alone. Its body is that of the Standard Webhooks examples. */
const testDialect: WebhookDialect = {
  name: 'test-door',
  eventTypes: ['payment.settled', 'payment.failed', 'refund.settled', 'payment.initiated'],
  events: ['payment.completed', 'payment.failed', 'refund.completed'],
  aliases: { 'payment.paid': 'payment.completed' },
  endpointsMax: 10,
  word(event) {
    if ('unspeakable' in event.payload) throw new Error('There are no words for it');
    const names: Record<string, string> = {
      'payment.settled': 'payment.completed',
      'payment.failed': 'payment.failed',
      'refund.settled': 'refund.completed',
    };
    const name = names[event.type];
    return name === undefined ? null : { event: name, data: event.payload };
  },
  wordTest: (endpointId) => ({ event: 'webhook.test', data: { endpointId } }),
  compose(message, signing) {
    const { event, occurredAt, data } = message;
    const body = `{"type":"${event}","timestamp":"${occurredAt.toISOString()}","data":${data}}`;
    return { body, headers: standardWebhooksHeaders(message.id, body, signing) };
  },
};

/** Another door, to see that they do not mix. */
export const otherDialect: WebhookDialect = { ...testDialect, name: 'other-door' };

/** The webhooks of a platform on a database of its own, with nothing that runs by itself. */
export class WebhooksUnderTest {
  private constructor(
    readonly app: TestingModule,
    readonly database: TestDatabase,
    /** The way to the database. */
    readonly gate: TcpGate,
    private readonly ownsDatabase: boolean,
  ) {}

  /** `beside` another one it shares that one's database, as a second process would. */
  static async start(
    environment: Record<string, string> = {},
    beside: WebhooksUnderTest | null = null,
  ): Promise<WebhooksUnderTest> {
    const database = beside?.database ?? (await createTestDatabase());
    const gate = await TcpGate.to(database.url);
    const config = loadConfig({ APP_ENV: 'test', LOG_LEVEL: 'silent', WEBHOOK_TIMEOUT_MS: '10000', ...environment });
    const app = await Test.createTestingModule({
      imports: [
        PlatformModule.with(config, gate.through(database.url)),
        WebhooksModule.with([testDialect, otherDialect]),
      ],
    }).compile();
    app.useLogger(false);
    await app.init();
    return new WebhooksUnderTest(app, database, gate, beside === null);
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.gate.remove();
    if (this.ownsDatabase) await this.database.drop();
  }

  run<T>(command: Command<T>): Promise<T> {
    return this.app.get(CommandBus).execute(command);
  }

  ask<T>(query: Query<T>): Promise<T> {
    return this.app.get(QueryBus).execute(query);
  }

  endpoint(owner: WebhookOwner, url: string, events: readonly string[] = ['*']): Promise<CreatedWebhookEndpoint> {
    return this.run(new CreateWebhookEndpoint(owner, { url, events }, null));
  }

  async deliveries(owner: WebhookOwner): Promise<WebhookDeliveryView[]> {
    return (await this.ask(new ListWebhookDeliveries(owner, {}, { page: 1, limit: 100 }))).items;
  }

  delivery(owner: WebhookOwner, id: string): Promise<WebhookDeliveryHistory> {
    return this.ask(new GetWebhookDelivery(owner, id));
  }

  /** Hands the events to the fan-out as the relay does, in one transaction. */
  async happen(...events: readonly DomainEvent[]): Promise<void> {
    await this.unitOfWork.run(async (tx) => {
      const handed = events.map((event) => ({ ...event, position: '1', transactionId: '1', requestId: null }));
      await this.subscriber.handleAll?.(handed, tx);
    });
  }

  /** Rings the bell, in this process. */
  sendDue(): Promise<void> {
    return this.runJob('send-due-webhooks');
  }

  runJob(name: string): Promise<void> {
    return this.app.get(JobWorkers).runNow(name);
  }

  get subscriber(): Subscriber {
    const found = this.app
      .get(DiscoveryService, { strict: false })
      .getProviders()
      .find(({ metatype }) => metatype && Reflect.hasMetadata(SUBSCRIBER_METADATA, metatype));
    return found?.instance as Subscriber;
  }

  /** Moves the clock of the whole deployment. */
  async pass(ms: number): Promise<void> {
    await this.app.get(SharedClock).move(ms);
  }

  get db(): Database {
    return this.app.get(Database);
  }

  get unitOfWork(): UnitOfWork {
    return this.app.get(UnitOfWork);
  }
}

export const newOwner = (dialect = testDialect.name): WebhookOwner => ({ organizationId: uuidv7(), dialect });

export function anEvent(
  owner: WebhookOwner,
  type = 'payment.settled',
  payload: object = { payment: 'p' },
): DomainEvent {
  return domainEvent({
    type,
    version: 1,
    organizationId: owner.organizationId,
    mode: 'sandbox',
    subjectId: uuidv7(),
    occurredAt: new Date(),
    payload,
  });
}
