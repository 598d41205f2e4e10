import { Global, Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Clock } from '#kernel';
import { Audit } from './audit/audit.js';
import { AuditChain } from './audit/audit-chain.service.js';
import { AuditVerification } from './audit/audit-verification.service.js';
import { SealAuditLogJob } from './audit/seal-audit-log.job.js';
import { VerifyAuditLogJob } from './audit/verify-audit-log.job.js';
import { SharedClock } from './clock/shared-clock.js';
import { BackgroundWork } from './background-work.js';
import { Cache } from './cache/cache.js';
import { CONFIG, type Config } from './config/config.js';
import { SealedRecords } from './crypto/sealed-records.service.js';
import { Sealing } from './crypto/sealing.js';
import { Database } from './database/database.js';
import { FoldListCountsJob } from './database/fold-list-counts.job.js';
import { SnakeNaming } from './database/snake-naming.js';
import { ServerStandings } from './database/server-standing.service.js';
import { UnitOfWork } from './database/unit-of-work.js';
import { Health } from './health/health.js';
import { ClientAddress } from './http/client-address.js';
import { CircuitBreakers } from './http/outbound-policy.js';
import { GuardedOutbound } from './http/guarded-outbound.js';
import { HttpOutbound } from './http/outbound.js';
import { RateLimiter } from './http/rate-limiter.js';
import { Idempotency } from './idempotency/idempotency.js';
import { Mail } from './mail/mail.port.js';
import { MailDebts } from './mail/mail-debts.service.js';
import { MailDelivery } from './mail/mail-delivery.service.js';
import { MailQueue } from './mail/mail-queue.js';
import { SendMailJob } from './mail/send-mail.job.js';
import { SmtpMail } from './mail/smtp-mail.service.js';
import { Metrics } from './metrics/metrics.js';
import { ParkedEvents } from './outbox/parked-events.service.js';
import { DEFAULT_RELAY_OPTIONS, Relay, RELAY_OPTIONS } from './outbox/relay.js';
import { SubscriberStandings } from './outbox/subscriber-standings.service.js';
import { connectQueues } from './queue/queue-connection.js';
import { JobWorkers } from './queue/job-workers.js';
import { QUEUE_CONNECTION, Queues } from './queue/queues.js';
import { ForgetLapsedKeysJob } from './retention/forget-lapsed-keys.job.js';
import { ForgetPassedEventsJob } from './retention/forget-passed-events.job.js';
import { LocalDiskStorage } from './storage/local-disk-storage.service.js';
import { RemoveLooseFilesJob } from './storage/remove-loose-files.job.js';
import { SealedFiles } from './storage/sealed-files.service.js';
import { ObjectStorage } from './storage/storage.port.js';

const providers = [
  Audit,
  AuditChain,
  AuditVerification,
  SealAuditLogJob,
  VerifyAuditLogJob,
  Database,
  UnitOfWork,
  Idempotency,
  Sealing,
  SealedRecords,
  Health,
  Metrics,
  Queues,
  Relay,
  ParkedEvents,
  SubscriberStandings,
  ServerStandings,
  BackgroundWork,
  JobWorkers,
  ClientAddress,
  RateLimiter,
  Cache,
  HttpOutbound,
  GuardedOutbound,
  CircuitBreakers,
  MailQueue,
  MailDelivery,
  MailDebts,
  SendMailJob,
  ForgetPassedEventsJob,
  ForgetLapsedKeysJob,
  FoldListCountsJob,
  RemoveLooseFilesJob,
  SealedFiles,
  SharedClock,
  { provide: Clock, useExisting: SharedClock },
  { provide: Mail, useClass: SmtpMail },
  { provide: ObjectStorage, useClass: LocalDiskStorage },
  { provide: RELAY_OPTIONS, useValue: DEFAULT_RELAY_OPTIONS },
];

/** What every lib stands on. One per process; the doors of a process share it. */
@Global()
@Module({})
export class PlatformModule {
  static with(config: Config, databaseUrl: string): DynamicModule {
    return {
      module: PlatformModule,
      imports: [
        CqrsModule.forRoot(),
        DiscoveryModule,
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: databaseUrl,
          autoLoadEntities: true,
          synchronize: false,
          namingStrategy: new SnakeNaming(),
          retryAttempts: 0,
          extra: {
            max: config.databasePoolSize,
            connectionTimeoutMillis: 4000,
            keepAlive: true,
            // What is sent together, such as the last statement of a transaction and its COMMIT, waits once.
            pipeline: true,
            // The server does not hear of a process that is gone when the network is silent: the locks of its transaction,
            // and all that waits for them, would stay for hours.
            idle_in_transaction_session_timeout: config.databasePatienceSeconds * 1000,
          },
        }),
      ],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: QUEUE_CONNECTION, useFactory: () => connectQueues(config, databaseUrl) },
        ...providers,
      ],
      exports: [CONFIG, QUEUE_CONNECTION, CqrsModule, ...providers],
    };
  }
}
