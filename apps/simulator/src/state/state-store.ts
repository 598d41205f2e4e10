import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Statement, type StatementEntry } from '../books/statement.js';
import { SIMULATOR_SETTINGS, type SimulatorSettings } from '../simulator-options.js';
import { keyOf, type SimulatedTransaction, type TransactionAddress } from '../transactions/transaction.js';
import { Journal } from './journal.js';

/** A transaction and the money it moved are one line, so that a crash keeps or loses both. */
type JournalRecord =
  | { readonly type: 'transaction'; readonly transaction: SimulatedTransaction; readonly entry?: StatementEntry }
  | { readonly type: 'document'; readonly collection: string; readonly id: string; readonly value: unknown };

/** Small settings and records by id that survive a restart; a view on the store, safe to keep. */
export interface DocumentCollection<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): void;
  delete(id: string): void;
  entries(): [string, T][];
}

/** Everything the simulator knows. Written to the journal first, so that nothing is answered that a restart forgets. */
@Injectable()
export class StateStore implements OnApplicationShutdown {
  readonly statement = new Statement();
  private readonly journal: Journal | null;
  private readonly transactions = new Map<string, SimulatedTransaction>();
  private readonly pendingKeys = new Set<string>();
  private readonly refundKeys = new Map<string, Set<string>>();
  private readonly documents = new Map<string, Map<string, unknown>>();

  constructor(@Inject(SIMULATOR_SETTINGS) settings: SimulatorSettings) {
    this.journal = settings.dataDir === null ? null : new Journal(settings.dataDir);
    this.journal?.replay((record) => this.apply(record as JournalRecord));
  }

  find(address: TransactionAddress): SimulatedTransaction | undefined {
    return this.transactions.get(keyOf(address));
  }

  /** All transactions, oldest first. */
  all(): SimulatedTransaction[] {
    return [...this.transactions.values()];
  }

  pending(): SimulatedTransaction[] {
    return this.byKeys(this.pendingKeys);
  }

  refundsOf(original: TransactionAddress): SimulatedTransaction[] {
    return this.byKeys(this.refundKeys.get(keyOf(original)) ?? []);
  }

  /** @param entry the money that this step moved. */
  saveTransaction(transaction: SimulatedTransaction, entry?: StatementEntry): void {
    this.write({ type: 'transaction', transaction, ...(entry && { entry }) });
  }

  collection<T>(name: string): DocumentCollection<T> {
    const values = () => (this.documents.get(name) ?? new Map()) as Map<string, T>;
    return {
      get: (id) => values().get(id),
      put: (id, value) => this.write({ type: 'document', collection: name, id, value }),
      delete: (id) => this.write({ type: 'document', collection: name, id, value: null }),
      entries: () => [...values()],
    };
  }

  /** Forgets everything, the journal included. */
  clear(): void {
    this.journal?.clear();
    this.statement.clear();
    for (const index of [this.transactions, this.pendingKeys, this.refundKeys, this.documents]) index.clear();
  }

  onApplicationShutdown(): void {
    this.journal?.close();
  }

  private write(record: JournalRecord): void {
    this.journal?.append(record);
    this.apply(record);
  }

  private apply(record: JournalRecord): void {
    if (record.type === 'transaction') this.applyTransaction(record.transaction, record.entry);
    else this.applyDocument(record.collection, record.id, record.value);
  }

  private applyTransaction(transaction: SimulatedTransaction, entry: StatementEntry | undefined): void {
    const key = keyOf(transaction);
    this.transactions.set(key, transaction);
    if (transaction.status === 'pending') this.pendingKeys.add(key);
    else this.pendingKeys.delete(key);
    const originalKey = transaction.original && keyOf(transaction.original);
    if (originalKey !== null) {
      const refunds = this.refundKeys.get(originalKey) ?? new Set();
      this.refundKeys.set(originalKey, refunds.add(key));
    }
    if (entry) this.statement.add(entry, originalKey);
  }

  private applyDocument(collection: string, id: string, value: unknown): void {
    const documents = this.documents.get(collection) ?? new Map<string, unknown>();
    if (value === null) documents.delete(id);
    else documents.set(id, value);
    this.documents.set(collection, documents);
  }

  private byKeys(keys: Iterable<string>): SimulatedTransaction[] {
    return [...keys].flatMap((key) => this.transactions.get(key) ?? []);
  }
}
