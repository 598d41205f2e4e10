import { CATALOGUE } from './catalogue.js';
import { Metrics } from './metrics.js';

describe('metrics', () => {
  const metrics = new Metrics();

  it('count, gauge and observe under their catalogue names', async () => {
    metrics.httpRequestsTotal.inc({ door: 'wallet', operation: 'createPayment', status: 201 });
    metrics.httpRequestsTotal.inc({ door: 'wallet', operation: 'createPayment', status: 201 }, 2);
    metrics.outboxLagSeconds.set({ subscriber: 'webhooks' }, 1.5);
    metrics.dbPoolInUse.set(3);
    metrics.providerCallDurationSeconds.observe({ provider: 'mtn-momo', operation: 'collect' }, 0.3);
    const text = await metrics.render();
    expect(text).toContain('http_requests_total{door="wallet",operation="createPayment",status="201"} 3');
    expect(text).toContain('outbox_lag_seconds{subscriber="webhooks"} 1.5');
    expect(text).toMatch(/^db_pool_in_use 3$/m);
    expect(text).toContain('provider_call_duration_seconds_bucket{le="0.5",provider="mtn-momo",operation="collect"} 1');
    expect(text).toContain(
      'provider_call_duration_seconds_bucket{le="0.25",provider="mtn-momo",operation="collect"} 0',
    );
  });

  it('time what is between starting and calling back', async () => {
    const finished = metrics.queueJobDurationSeconds.startTimer({ queue: 'payments', job: 'poll-payment' });
    expect(finished()).toBeGreaterThanOrEqual(0);
    expect(await metrics.render()).toContain('queue_job_duration_seconds_count{queue="payments",job="poll-payment"} 1');
  });

  it('show every entry of the catalogue, and the process itself', async () => {
    const text = await metrics.render();
    for (const [name, { type, help }] of Object.entries(CATALOGUE)) {
      expect(text).toContain(`# HELP ${name} ${help}`);
      expect(text).toContain(`# TYPE ${name} ${type}`);
    }
    expect(text).toContain('process_cpu_user_seconds_total');
    expect(metrics.contentType).toContain('text/plain');
  });

  it('belong to their instance, so that two applications in one process do not collide', async () => {
    const other = new Metrics();
    other.paymentsTotal.inc({ state: 'settled' });
    expect(await metrics.render()).not.toContain('payments_total{state="settled"}');
  });

  it('do not compile when misnamed or mislabelled', () => {
    const wrong = [
      // @ts-expect-error there is no such metric
      () => metrics.httpRequestTotal.inc(),
      // @ts-expect-error a label is missing
      () => metrics.httpRequestsTotal.inc({ door: 'wallet', operation: 'createPayment' }),
      // @ts-expect-error there is no such label
      () => metrics.paymentsTotal.inc({ state: 'settled', merchant: 'm' }),
      // @ts-expect-error this one has no labels
      () => metrics.dbPoolInUse.set({ pool: 'main' }, 1),
      // @ts-expect-error a counter is not set
      () => metrics.paymentsTotal.set({ state: 'settled' }, 1),
    ];
    expect(wrong).toHaveLength(5);
  });
});
