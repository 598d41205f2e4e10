import { Injectable } from '@nestjs/common';
import type { OutcomeKey } from '../outcomes.js';
import { StateStore, type DocumentCollection } from '../state/state-store.js';

export interface OutcomeOverride {
  readonly subject: 'number' | 'reference';
  readonly value: string;
  readonly outcome: OutcomeKey;
}

/** Outcomes chosen through the control API, which go before the number's own digits. */
@Injectable()
export class OutcomeOverridesService {
  private readonly overrides: DocumentCollection<OutcomeOverride & { readonly operator: string }>;

  constructor(state: StateStore) {
    this.overrides = state.collection('outcome-overrides');
  }

  /** One transaction, whatever its kind. */
  ofReference(operator: string, reference: string): OutcomeKey | undefined {
    return this.overrides.get(idOf(operator, 'reference', reference))?.outcome;
  }

  /** All payments of one payer. */
  ofNumber(operator: string, number: string): OutcomeKey | undefined {
    return this.overrides.get(idOf(operator, 'number', number))?.outcome;
  }

  list(operator: string): OutcomeOverride[] {
    return this.overrides
      .entries()
      .filter(([, override]) => override.operator === operator)
      .map(([, { subject, value, outcome }]) => ({ subject, value, outcome }));
  }

  /** Safe to repeat. */
  set(operator: string, { subject, value, outcome }: OutcomeOverride): void {
    this.overrides.put(idOf(operator, subject, value), { operator, subject, value, outcome });
  }

  /** Safe to repeat. */
  remove(operator: string, subject: OutcomeOverride['subject'], value: string): void {
    this.overrides.delete(idOf(operator, subject, value));
  }
}

function idOf(operator: string, subject: OutcomeOverride['subject'], value: string): string {
  return `${operator}/${subject}/${value}`;
}
