import { describe, expect, it } from '@jest/globals';
import { InvalidInput } from '#kernel';
import { patternsFor, requireKnownPatterns } from './event-patterns.js';

const dialect = {
  events: ['payment.completed', 'payment.failed', 'payment_link.paid', 'refund.completed'],
  aliases: { 'payment.paid': 'payment.completed', 'payment.refunded': 'refund.completed' },
};

describe('patterns of events', () => {
  it.each([
    ['payment.completed', ['*', 'payment.*', 'payment.completed', 'payment.paid']],
    ['payment.failed', ['*', 'payment.*', 'payment.failed']],
    ['refund.completed', ['*', 'refund.*', 'refund.completed', 'payment.refunded']],
    ['payment_link.paid', ['*', 'payment_link.*', 'payment_link.paid']],
  ])('ask for %s as itself, by another name, by its family or with all', (event, patterns) => {
    expect(patternsFor(event, dialect).sort()).toEqual([...patterns].sort());
  });

  it('are known when they ask for something that is sent', () => {
    const patterns = ['*', 'payment.*', 'payment_link.*', 'payment.failed', 'payment.paid', 'payment.refunded'];
    expect(() => requireKnownPatterns(patterns, dialect)).not.toThrow();
  });

  it.each([
    'payment',
    'payment.',
    'payment.lost',
    '.*',
    '**',
    '*.completed',
    'Payment.*',
    'payment.completed ',
    'payout.*',
    '',
  ])('are refused by name: %p', (pattern) => {
    expect(refusal(['payment.*', pattern])).toEqual({ events: [`${pattern} is not an event that is sent`] });
  });

  it('must be one at least', () => {
    expect(refusal([])).toEqual({ events: ['must name at least one event'] });
  });

  function refusal(patterns: string[]): unknown {
    try {
      requireKnownPatterns(patterns, dialect);
    } catch (error) {
      if (error instanceof InvalidInput) return error.fields;
      throw error;
    }
    return null;
  }
});
