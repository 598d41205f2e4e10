import { afterEach, describe, expect, it } from '@jest/globals';
import { BackgroundWork } from '#platform';
import { eventually } from '../../../../test/support/eventually.js';
import { behaviours, WebhookReceiver, type Behaviour } from '../../../../test/support/webhook-receiver.js';
import { anEvent, newOwner, WebhooksUnderTest } from '../../../../test/support/webhooks.js';
import type { WebhookOwner } from '../endpoint/webhook-endpoint.aggregate.js';
import { PER_ENDPOINT_MAX, PER_ORGANIZATION_MAX } from './courier.service.js';

/** Time-out and margin. */
const CLAIM_MS = 40_000;

describe('the courier', () => {
  const started: WebhooksUnderTest[] = [];
  const receivers: WebhookReceiver[] = [];

  afterEach(async () => {
    for (const receiver of receivers.splice(0)) await receiver.stop();
    for (const webhooks of started.splice(0).reverse()) await webhooks.stop();
  });

  async function start(environment: Record<string, string> = {}, beside: WebhooksUnderTest | null = null) {
    const webhooks = await WebhooksUnderTest.start(environment, beside);
    started.push(webhooks);
    return webhooks;
  }

  async function receiver(behaviour: Behaviour = behaviours.answer(200)): Promise<WebhookReceiver> {
    const one = await WebhookReceiver.start(behaviour);
    receivers.push(one);
    return one;
  }

  const manyEvents = (owner: WebhookOwner, count: number) => Array.from({ length: count }, () => anEvent(owner));

  it('lets a receiver that hangs hold up nobody else', async () => {
    const webhooks = await start();
    const [hanging, healthy] = [await receiver(behaviours.hang), await receiver()];
    const [slow, quick] = [newOwner(), newOwner()];
    await webhooks.endpoint(slow, hanging.url);
    await webhooks.endpoint(quick, healthy.url);
    await webhooks.happen(...manyEvents(slow, 300));
    await webhooks.sendDue();
    await eventually(() => hanging.received.length === PER_ENDPOINT_MAX);
    await webhooks.happen(...manyEvents(quick, 100));
    await webhooks.sendDue();
    await eventually(() => healthy.received.length === 100);
    expect(hanging.received).toHaveLength(PER_ENDPOINT_MAX);
    expect(hanging.open).toBe(PER_ENDPOINT_MAX);
    expect(healthy.openMax).toBeLessThanOrEqual(PER_ENDPOINT_MAX);
  });

  it('lets all the receivers of one organisation hold up nobody else', async () => {
    const webhooks = await start();
    const healthy = await receiver();
    const hanging = await Promise.all(Array.from({ length: 5 }, () => receiver(behaviours.hang)));
    const held = (): number => hanging.reduce((sum, { open }) => sum + open, 0);
    const [slow, quick] = [newOwner(), newOwner()];
    for (const { url } of hanging) await webhooks.endpoint(slow, url);
    await webhooks.endpoint(quick, healthy.url);
    await webhooks.happen(...manyEvents(slow, 40));
    await webhooks.sendDue();
    await eventually(() => held() >= PER_ORGANIZATION_MAX);
    await webhooks.sendDue();
    await webhooks.happen(...manyEvents(quick, 20));
    await webhooks.sendDue();
    await eventually(() => healthy.received.length === 20);
    expect(held()).toBe(PER_ORGANIZATION_MAX);
  });

  it('sends one thing at a time to an endpoint that fails, until it works again', async () => {
    const webhooks = await start();
    const target = await receiver(behaviours.answer(500));
    const owner = newOwner();
    await webhooks.endpoint(owner, target.url);
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(
      () => webhooks.db.query('SELECT FROM webhook_endpoints WHERE failing_since IS NOT NULL'),
      (rows) => rows.length === 1,
    );
    const held: (() => void)[] = [];
    target.behave((response) => held.push(() => response.end()));
    await webhooks.happen(...manyEvents(owner, 40));
    await webhooks.sendDue();
    await eventually(() => held.length === 1);
    await webhooks.sendDue();
    expect(target.open).toBe(1);
    held.shift()!();
    await eventually(() => held.length === PER_ENDPOINT_MAX);
    target.behave(behaviours.answer(200));
    for (const answer of held) answer();
    await eventually(() => target.received.length === 41);
  });

  it('leaves an endpoint that goes on failing alone for a moment after each attempt', async () => {
    const webhooks = await start();
    const owner = newOwner();
    const at: number[] = [];
    const target = await receiver((response) => {
      at.push(performance.now());
      response.writeHead(500).end();
    });
    await webhooks.endpoint(owner, target.url);
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(async () => (await webhooks.deliveries(owner))[0]?.attempts === 1);
    await webhooks.pass(3_600_000);
    await webhooks.happen(...manyEvents(owner, 40));
    await webhooks.sendDue();
    await eventually(() => at.length >= 5);
    const gaps = at.slice(2).map((time, index) => time - at[index + 1]!);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250);
    // It works again: what waits goes out as to any other.
    target.behave(behaviours.answer(200));
    await eventually(
      async () => (await webhooks.deliveries(owner)).filter(({ status }) => status === 'delivered').length >= 30,
    );
  });

  it('sends what a worker had in its hands when it died, with the same id, once its claim has lapsed', async () => {
    const survivor = await start();
    const victim = await start({}, survivor);
    let answer = (): void => undefined;
    const target = await receiver((response) => (answer = () => response.end()));
    const owner = newOwner();
    await survivor.endpoint(owner, target.url);
    await survivor.happen(anEvent(owner));
    await victim.sendDue();
    await eventually(() => target.received.length === 1);
    // Dead to the database, so that nothing of what it learns from here on is written down.
    await victim.db.source.destroy();
    answer();

    target.behave(behaviours.answer(200));
    await survivor.sendDue();
    expect(target.received).toHaveLength(1);
    await survivor.pass(CLAIM_MS + 1000);
    await survivor.sendDue();
    const [delivery] = await eventually(
      () => survivor.deliveries(owner),
      ([first]) => first?.status === 'delivered',
    );
    expect(delivery).toMatchObject({ attempts: 1 });
    expect(target.received).toHaveLength(2);
    expect(new Set(target.ids()).size).toBe(1);
  });

  it('does not send again what it is sending, although its claim has lapsed meanwhile', async () => {
    const webhooks = await start();
    let answer = (): void => undefined;
    const target = await receiver((response) => (answer = () => response.end()));
    const owner = newOwner();
    await webhooks.endpoint(owner, target.url);
    await webhooks.happen(anEvent(owner));
    await webhooks.sendDue();
    await eventually(() => target.received.length === 1);
    await webhooks.pass(CLAIM_MS + 1000);
    await webhooks.sendDue();
    answer();
    await eventually(async () => (await webhooks.deliveries(owner))[0]?.status === 'delivered');
    expect(target.received).toHaveLength(1);
  });

  it('sends each delivery once when several workers set out at once', async () => {
    const one = await start();
    const workers = [one, await start({}, one), await start({}, one)];
    const target = await receiver();
    const owner = newOwner();
    await one.endpoint(owner, target.url);
    await one.happen(...manyEvents(owner, 90));
    await Promise.all(workers.flatMap((worker) => [worker.sendDue(), worker.sendDue()]));
    await eventually(
      async () => (await one.deliveries(owner)).filter(({ status }) => status === 'delivered').length === 90,
    );
    expect(target.received).toHaveLength(90);
    expect(new Set(target.ids()).size).toBe(90);
  });

  it('checks an address again when it connects', async () => {
    const lenient = await start();
    const strict = await start({ WEBHOOK_PRIVATE_HOSTS: 'false' }, lenient);
    const canary = await receiver();
    const owner = newOwner();
    await lenient.endpoint(owner, canary.url.replace('http:', 'https:'));
    await lenient.happen(anEvent(owner));
    await strict.sendDue();
    const [delivery] = await eventually(
      () => lenient.deliveries(owner),
      ([first]) => first?.attempts === 1,
    );
    expect(delivery).toMatchObject({
      status: 'pending',
      lastAttempt: { httpStatus: null, error: 'The host of the URL has no public address' },
    });
    expect(canary.received).toEqual([]);
  });

  it('gives what is under way a moment when its process is told to stop', async () => {
    const observer = await start();
    const stopping = await start({}, observer);
    const [prompt, hanging] = [await receiver(behaviours.hang), await receiver(behaviours.hang)];
    let answer = (): void => undefined;
    prompt.behave((response) => (answer = () => response.end()));
    const [lucky, unlucky] = [newOwner(), newOwner()];
    await observer.endpoint(lucky, prompt.url);
    await observer.endpoint(unlucky, hanging.url);
    await observer.happen(anEvent(lucky), anEvent(unlucky), ...manyEvents(unlucky, 40));
    await stopping.sendDue();
    await eventually(() => prompt.received.length === 1 && hanging.received.length === PER_ENDPOINT_MAX);
    const stopped = stopping.app.close();
    answer();
    await stopped;
    expect(await observer.deliveries(lucky)).toMatchObject([{ status: 'delivered' }]);
    const left = await observer.deliveries(unlucky);
    expect(left.every(({ status, attempts }) => status === 'pending' && attempts === 0)).toBe(true);
    expect(hanging.received).toHaveLength(PER_ENDPOINT_MAX);
  });

  it('brings an event from its transaction to its receiver, and tries again, by itself', async () => {
    const webhooks = await start();
    const target = await receiver(behaviours.inTurn(500, 200));
    const owner = newOwner();
    const { secret } = await webhooks.endpoint(owner, target.url);
    const work = webhooks.app.get(BackgroundWork);
    await work.start();
    await webhooks.unitOfWork.run(async (tx) => tx.record(anEvent(owner)));
    await eventually(() => target.received.length === 1);
    await eventually(
      () => webhooks.deliveries(owner),
      ([first]) => first?.attempts === 1,
    );
    await webhooks.pass(6000);
    await eventually(() => target.received.length === 2);
    expect(target.verified(secret)).toHaveLength(2);
    await work.stop();
  });

  it('brings every event of a batch, and passes by one that there are no words for', async () => {
    const webhooks = await start();
    const target = await receiver();
    const [owner, other] = [newOwner(), newOwner()];
    await webhooks.endpoint(owner, target.url);
    await webhooks.endpoint(other, target.url);
    await webhooks.unitOfWork.run(async (tx) => {
      tx.record(...manyEvents(owner, 30), ...manyEvents(other, 30));
      tx.record(anEvent(owner, 'payment.settled', { unspeakable: true }));
      tx.record(...manyEvents(owner, 30));
    });
    const work = webhooks.app.get(BackgroundWork);
    await work.start();
    await eventually(() => target.received.length === 90, Boolean, 20_000);
    expect(new Set(target.ids()).size).toBe(90);
    expect(await webhooks.db.query('SELECT subscriber, error FROM outbox_parked')).toEqual([
      { subscriber: 'webhook-fan-out', error: 'There are no words for it' },
    ]);
    await work.stop();
  });
});
