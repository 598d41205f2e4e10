import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { DatabaseUnavailable } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { behaviours, WebhookReceiver } from '../../../../test/support/webhook-receiver.js';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../../test/support/webhooks.js';

/** Time-out and margin. */
const CLAIM_MS = 40_000;

describe('the courier, where the database goes away while a receiver thinks', () => {
  let webhooks: WebhooksUnderTest;
  let target: WebhookReceiver;
  let answer: () => void;

  beforeEach(async () => {
    webhooks = await WebhooksUnderTest.start();
    target = await WebhookReceiver.start((response) => (answer = () => response.end()));
  });
  afterEach(async () => {
    await target.stop();
    await webhooks.stop();
  });

  it('does not send again what was received while the database was away', async () => {
    const owner = newOwner();
    await webhooks.endpoint(owner, target.url);
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(() => target.received.length === 1);
    webhooks.gate.close();
    answer();
    await expect(webhooks.deliveries(owner)).rejects.toThrow(DatabaseUnavailable);
    await eventually(() => target.open === 0);
    webhooks.gate.open();
    const [delivery] = await eventually(
      () => webhooks.deliveries(owner),
      ([first]) => first?.status === 'delivered',
    );
    expect(delivery).toMatchObject({ attempts: 1 });
    expect(target.received).toHaveLength(1);
  });

  it('raises no alarm for an attempt that the database was away for too long to note down', async () => {
    using alarm = jest.spyOn(Logger.prototype, 'error');
    using warning = jest.spyOn(Logger.prototype, 'warn');
    const owner = newOwner();
    await webhooks.endpoint(owner, target.url);
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(() => target.received.length === 1);
    // Its claim has lapsed when the answer comes: whoever finds the database again sends it once more.
    await webhooks.pass(CLAIM_MS);
    webhooks.gate.close();
    answer();
    await eventually(() => warning.mock.calls.some(([words]) => /came to no end/.test(String(words))));
    expect(alarm.mock.calls).toEqual([]);
    webhooks.gate.open();
    target.behave(behaviours.answer(200));
    await eventually(async () => {
      await webhooks.sendDue();
      return (await webhooks.deliveries(owner))[0]?.status === 'delivered';
    });
    expect(target.received).toHaveLength(2);
  });
});
