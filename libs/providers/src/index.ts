export { STATEMENT_FIELDS, statementAmount, statementReader, StatementUnreadable } from './operator-statement.js';
export type { StatementColumns, StatementLine } from './operator-statement.js';
export { ProviderUnavailable } from './provider.errors.js';
export { PROVIDERS } from './provider.port.js';
export type {
  AccountHolder,
  Answered,
  Channel,
  DeclineReason,
  DisputeNotice,
  Provider,
  ProviderAnswer,
  ProviderExchange,
  ProviderName,
} from './provider.port.js';
export { Providers } from './providers.service.js';
export { ProvidersModule } from './providers.module.js';
