import { Injectable } from '@nestjs/common';
import { KeepsSealed, Sealing } from '#platform';
import type { NumberField } from './bank-account.aggregate.js';

/** The numbers of an account whole. Never to be told, logged or recorded. */
export interface WholeNumbers {
  readonly accountNumber: string;
  readonly routingNumber: string;
}

export interface SealedNumbers {
  readonly id: string;
  readonly sealedAccountNumber: Buffer;
  readonly sealedRoutingNumber: Buffer;
}

/** Encrypts the numbers of bank accounts at rest, each for its own place. */
@Injectable()
@KeepsSealed(
  {
    table: 'bank_accounts',
    column: 'sealed_account_number',
    key: 'id',
    contextOf: (id) => placeOf('account_number', id),
  },
  {
    table: 'bank_accounts',
    column: 'sealed_routing_number',
    key: 'id',
    contextOf: (id) => placeOf('routing_number', id),
  },
)
export class AccountNumbers {
  constructor(private readonly sealing: Sealing) {}

  seal(number: string, field: NumberField, id: string): Buffer {
    return this.sealing.seal(number, placeOf(field, id));
  }

  /** Throws SealBroken. */
  open({ id, sealedAccountNumber, sealedRoutingNumber }: SealedNumbers): WholeNumbers {
    return {
      accountNumber: this.sealing.openText(sealedAccountNumber, placeOf('account_number', id)),
      routingNumber: this.sealing.openText(sealedRoutingNumber, placeOf('routing_number', id)),
    };
  }
}

const placeOf = (field: NumberField, id: string): string => `bank_accounts.${field}:${id}`;
