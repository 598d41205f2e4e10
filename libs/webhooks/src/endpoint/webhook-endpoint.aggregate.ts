import { Column, Entity, PrimaryColumn } from 'typeorm';
import { domainEvent, uuidv7, type DomainEvent } from '#kernel';
import type { SwitchOffReason, WebhookEndpointDisabled } from './webhook-endpoint.events.js';

export type WebhookEndpointStatus = 'active' | 'inactive';
/** Why an endpoint is inactive: it answered that it is gone, it failed for too long, or its owner wants it so. */
export type WebhookDisabledReason = SwitchOffReason | 'manual';

/** Whose endpoints, and of which door: an endpoint made through one door does not show in another. */
export interface WebhookOwner {
  readonly organizationId: string;
  readonly dialect: string;
}

export interface WebhookEndpointView {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly status: WebhookEndpointStatus;
  readonly disabledReason: WebhookDisabledReason | null;
  readonly failingSince: Date | null;
  /** Latest attempt, however it ended. */
  readonly lastDeliveryAt: Date | null;
  readonly lastSuccessAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

interface NewEndpoint {
  readonly url: string;
  readonly events: readonly string[];
}

/** How long an endpoint may do nothing but fail before it is switched off. */
const PATIENCE_MS = 5 * 24 * 3_600_000;

/** How long the previous key still signs after a rotation. */
const OVERLAP_MS = 24 * 3_600_000;

export const hasFailedForTooLong = (failingSince: Date | null, now: Date): boolean =>
  failingSince !== null && now.getTime() - failingSince.getTime() >= PATIENCE_MS;

/**
 * An address that events are sent to.
 *
 *   active → inactive   by its owner, or by the platform when it is gone or fails for too long
 *   inactive → active   by its owner alone
 *
 * What attempts tell about it (failing since, last delivery) is written beside the attempts, without the aggregate.
 */
@Entity('webhook_endpoints')
export class WebhookEndpoint {
  @PrimaryColumn('uuid') readonly id: string;
  @Column('uuid') readonly organizationId: string;
  @Column('text') readonly dialect: string;
  @Column('text') url: string;
  @Column('text', { array: true }) patterns: string[];
  @Column('text') status: WebhookEndpointStatus;
  @Column('text') disabledReason: WebhookDisabledReason | null;
  @Column('bytea') sealedKey: Buffer;
  @Column('bytea') sealedPreviousKey: Buffer | null;
  @Column('timestamptz') previousKeyUntil: Date | null;
  @Column('timestamptz') failingSince: Date | null;
  @Column('timestamptz') lastDeliveryAt: Date | null;
  @Column('timestamptz') lastSuccessAt: Date | null;
  @Column('timestamptz') readonly createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('timestamptz') deletedAt: Date | null;

  private events: DomainEvent[] | undefined;

  /** `seal` gets the id that the key will be kept under. */
  static create(owner: WebhookOwner, request: NewEndpoint, seal: (id: string) => Buffer, now: Date): WebhookEndpoint {
    const id = uuidv7(now);
    return Object.assign(new WebhookEndpoint(), {
      id,
      ...owner,
      url: request.url,
      patterns: [...request.events],
      status: 'active',
      disabledReason: null,
      sealedKey: seal(id),
      sealedPreviousKey: null,
      previousKeyUntil: null,
      failingSince: null,
      lastDeliveryAt: null,
      lastSuccessAt: null,
      createdAt: now,
      updatedAt: now,
      deletedAt: null,
    } satisfies Partial<WebhookEndpoint>);
  }

  get view(): WebhookEndpointView {
    return {
      id: this.id,
      url: this.url,
      events: [...this.patterns],
      status: this.status,
      disabledReason: this.disabledReason,
      failingSince: this.failingSince,
      lastDeliveryAt: this.lastDeliveryAt,
      lastSuccessAt: this.lastSuccessAt,
      createdAt: this.createdAt,
      updatedAt: this.updatedAt,
    };
  }

  change(request: Partial<NewEndpoint>, now: Date): void {
    if (request.url !== undefined) this.url = request.url;
    if (request.events !== undefined) this.patterns = [...request.events];
    this.updatedAt = now;
  }

  /** Begins anew: earlier failures are forgotten. */
  activate(now: Date): void {
    this.status = 'active';
    this.disabledReason = null;
    this.failingSince = null;
    this.updatedAt = now;
  }

  /** Its owner wants nothing sent to it. An endpoint that the platform had switched off keeps that reason. */
  deactivate(now: Date): void {
    this.disabledReason ??= 'manual';
    this.status = 'inactive';
    this.updatedAt = now;
  }

  /** The platform gives it up. False when that is no news, or no longer true. */
  switchOff(reason: SwitchOffReason, now: Date): boolean {
    if (this.status !== 'active' || this.deletedAt) return false;
    if (reason === 'failing' && !hasFailedForTooLong(this.failingSince, now)) return false;
    this.status = 'inactive';
    this.disabledReason = reason;
    this.updatedAt = now;
    this.raiseDisabled(reason, now);
    return true;
  }

  /** The key of now keeps signing beside the new one until the moment returned; the one before it stops at once. */
  rotateKey(sealed: Buffer, now: Date): Date {
    const until = new Date(now.getTime() + OVERLAP_MS);
    this.sealedPreviousKey = this.sealedKey;
    this.previousKeyUntil = until;
    this.sealedKey = sealed;
    this.updatedAt = now;
    return until;
  }

  delete(now: Date): void {
    this.deletedAt = now;
    this.updatedAt = now;
  }

  pullEvents(): DomainEvent[] {
    const pulled = this.events ?? [];
    this.events = undefined;
    return pulled;
  }

  private raiseDisabled(reason: SwitchOffReason, now: Date): void {
    const event: WebhookEndpointDisabled = domainEvent({
      type: 'webhook.endpoint_disabled',
      version: 1,
      organizationId: this.organizationId,
      mode: null,
      subjectId: this.id,
      occurredAt: now,
      payload: {
        endpointId: this.id,
        dialect: this.dialect,
        url: this.url,
        reason,
        failingSince: this.failingSince?.toISOString() ?? null,
      },
    });
    (this.events ??= []).push(event);
  }
}
