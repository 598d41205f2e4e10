import { domainEvent, type DomainEvent } from './domain-event.js';
import type { Mode, Tenant } from './tenant.js';

/** A record with rules that tells what happened to it. Its events leave with the transaction that saves it. */
export abstract class Aggregate {
  abstract id: string;
  abstract organizationId: string;
  abstract mode: Mode;

  // Undefined and not empty at first: rows are turned into aggregates without running constructors.
  private events: DomainEvent[] | undefined;

  get tenant(): Tenant {
    return { organizationId: this.organizationId, mode: this.mode };
  }

  /** Hands the events over, once. */
  pullEvents(): DomainEvent[] {
    const pulled = this.events ?? [];
    this.events = undefined;
    return pulled;
  }

  protected raise(type: string, payload: object, at: Date): void {
    const event = domainEvent({ type, version: 1, ...this.tenant, subjectId: this.id, occurredAt: at, payload });
    (this.events ??= []).push(event);
  }
}
