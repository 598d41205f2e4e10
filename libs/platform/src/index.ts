export { Audit } from './audit/audit.js';
export type { AuditEntry } from './audit/audit.js';
export { AuditChain } from './audit/audit-chain.service.js';
export { AuditVerification } from './audit/audit-verification.service.js';
export type { NotedSeal } from './audit/audit-verification.service.js';
export { BackgroundWork } from './background-work.js';
export { Cache } from './cache/cache.js';
export { SharedClock } from './clock/shared-clock.js';
export { CONFIG, ConfigurationError, loadConfig } from './config/config.js';
export type { Config, Ports } from './config/config.js';
export { projectRoot } from './config/project-root.js';
export { SETTINGS, SURFACES } from './config/settings.js';
export type { Surface } from './config/settings.js';
export type { Setting } from './config/setting.js';
export { KeepsSealed } from './crypto/sealed-place.js';
export { SealedRecords } from './crypto/sealed-records.service.js';
export type { SealedStanding } from './crypto/sealed-records.service.js';
export { SealBroken, Sealing } from './crypto/sealing.js';
export { hashToken, hmacBase64, hmacHex, randomToken, sameBytes } from './crypto/tokens.js';
export { csvRows, CsvUnreadable } from './csv/csv-rows.js';
export { Database, readingAtLength, statement } from './database/database.js';
export type { Read } from './database/database.js';
export { ConstraintViolation, DatabaseUnavailable } from './database/database-errors.js';
export { EmbeddedPostgresError, startEmbeddedPostgres } from './database/embedded-postgres.js';
export type { EmbeddedPostgres } from './database/embedded-postgres.js';
export { findings } from './database/findings.js';
export type { Finding } from './database/findings.js';
export { FilteredList } from './database/filtered-list.js';
export { filtered, filteredByDialect, filteredByOrganization } from './database/filtered.js';
export { foldNotes, type Notes } from './database/fold-notes.js';
export { recountLists } from './database/list-counts.js';
export { migrate } from './database/migrate.js';
export { OLDEST_WRITER } from './database/oldest-writer.js';
export { ServerStandings } from './database/server-standing.service.js';
export type { ServerStanding } from './database/server-standing.service.js';
export { OUTSIDE_A_TRANSACTION } from './database/sql-migrations.js';
export { sqlStatements } from './database/sql-statements.js';
export type { RaisesEvents, Transaction } from './database/transaction.js';
export { UnitOfWork } from './database/unit-of-work.js';
export { recordAnsweredCalls } from './door/answered-calls.js';
export type { AnsweredCall } from './door/answered-calls.js';
export { CallLimits } from './door/call-limits.js';
export { Contract } from './door/contract.js';
export type { ContractOperation, JsonObject } from './door/contract.js';
export { CONTRACT } from './door/contract.interceptor.js';
export { idempotencyOf, resultOf } from './door/idempotent-calls.js';
export type { UnboundIdempotency } from './door/idempotent-calls.js';
export type { DoorDialect, Failure, WordedFailure } from './door/dialect.js';
export type { Issue, PatternSentences } from './door/issues.js';
export { openDoor } from './door/open-door.js';
export type { Door } from './door/open-door.js';
export { bearerToken, Caller, Operation, OPERATION_METADATA, Page, PAGE_METADATA, Unjudged } from './door/operation.js';
export type { DoorReply, DoorRequest } from './door/operation.js';
export { invalidFields, RequestRefused } from './door/request-problem.js';
export type { RequestProblem } from './door/request-problem.js';
export { inverse } from './door/vocabulary.js';
export { FILE_MAX_BYTES } from './door/upload.js';
export type { UploadedFile } from './door/upload.js';
export { Health } from './health/health.js';
export type { HealthReport } from './health/health.js';
export { addressForLimits, ClientAddress } from './http/client-address.js';
export { GuardedOutbound } from './http/guarded-outbound.js';
export { Html, html } from './http/html.js';
export { AddressNotAllowed, AnswerLost, CircuitOpen, NotSent } from './http/outbound.errors.js';
export { HttpOutbound } from './http/outbound.js';
export { CircuitBreakers } from './http/outbound-policy.js';
export { RateLimiter } from './http/rate-limiter.js';
export type { RateLimitRule, RateLimitVerdict } from './http/rate-limiter.js';
export {
  fingerprint,
  Idempotency,
  IdempotencyInProgress,
  IdempotencyMismatch,
  isTaken,
} from './idempotency/idempotency.js';
export type { IdempotencyRequest, Once, RecordedCall } from './idempotency/idempotency.js';
export { hasCardNumber, withoutCardNumbers } from './logging/card-number.js';
export { createLogger } from './logging/logger.js';
export { redact, redactText } from './logging/redaction.js';
export { currentRequestContext, identifyCaller, withRequestContext } from './logging/request-context.js';
export type { RequestContext } from './logging/request-context.js';
export { mailLayout } from './mail/mail-layout.js';
export { MailDebts } from './mail/mail-debts.service.js';
export { MailQueue } from './mail/mail-queue.js';
export { isMailAddress, Mail, MailRefused, MailUnavailable } from './mail/mail.port.js';
export type { MailAttachment, MailMessage } from './mail/mail.port.js';
export { CATALOGUE as METRIC_CATALOGUE } from './metrics/catalogue.js';
export { Metrics } from './metrics/metrics.js';
export { holdSubscriber } from './outbox/hold-subscriber.js';
export type { OutboxEvent } from './outbox/outbox-event.js';
export { ParkedEvents, SubscriberUnknown } from './outbox/parked-events.service.js';
export type { ParkedEvent, ReplayOutcome } from './outbox/parked-events.service.js';
export { Relay, RELAY_OPTIONS } from './outbox/relay.js';
export type { RelayOptions } from './outbox/relay.js';
export { OutboxSubscriber, SUBSCRIBER_METADATA } from './outbox/subscriber.js';
export type { Subscriber } from './outbox/subscriber.js';
export { SubscriberStandings } from './outbox/subscriber-standings.service.js';
export type { SubscriberStanding } from './outbox/subscriber-standings.service.js';
export {
  fittedPicture,
  fittedText,
  newPdf,
  onEveryPage,
  PDF,
  textToTheRight,
  watermark,
  wrappedText,
} from './pdf/pdf-drawing.js';
export {
  printable,
  printedAmount,
  printedDay,
  printedInstant,
  printedNumber,
  printedShortDay,
} from './pdf/printed-text.js';
export type { PrintLanguage } from './pdf/printed-text.js';
export { PictureUnusable } from './picture/picture.js';
export type { Picture } from './picture/picture.js';
export { printablePicture } from './picture/printable-picture.js';
export { PlatformModule } from './platform.module.js';
export { HandlesJob } from './queue/job-handler.js';
export type { JobHandler } from './queue/job-handler.js';
export { jobType } from './queue/job-type.js';
export type { JobType } from './queue/job-type.js';
export { JobWorkers } from './queue/job-workers.js';
export { Queues } from './queue/queues.js';
export { restAfterLook, type Look } from './queue/rest-after-look.js';
export { SealedFiles } from './storage/sealed-files.service.js';
export type { SealedFile } from './storage/sealed-files.service.js';
export { InvalidObjectKey, ObjectNotFound, ObjectStorage, ObjectTooLarge } from './storage/storage.port.js';
export type { PutOptions, StoredObject } from './storage/storage.port.js';
