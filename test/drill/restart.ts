import assert from 'node:assert/strict';
import { Receiver } from '../chaos/receivers/receiver.js';
import { SeededRandom } from '../chaos/seeded-random.js';
import { Balancer } from '../support/balancer.js';
import { DashboardClient } from '../support/platform-processes/dashboard-client.js';
import type { PlatformChild } from '../support/platform-processes/platform-child.js';
import { freePortBase, PlatformStage } from '../support/platform-processes/platform-stage.js';
import { MailStore } from '../../apps/launcher/src/mailbox/mail-store.js';
import { openSmtpDoor } from '../../apps/launcher/src/mailbox/smtp-door.js';
import type { Drill, DrillPlan } from './drill.js';
import { JobStarts } from './job-starts.js';
import { BUSY, CLIENTS, requireNothingLost, Traffic } from './traffic.js';

/** From SIGTERM until the process is gone. */
const EXIT_LIMIT_MS = 10_000;

/** Everything is replaced under load, one process after the other, so many times, and no client notices. */
export async function restartDrill(drill: Drill, { rounds, isControl }: DrillPlan): Promise<void> {
  const stage = await PlatformStage.start({ environment: BUSY, say: () => undefined });
  const secondPortBase = await freePortBase();
  const balancer = await Balancer.start(
    [stage.config.portBase, secondPortBase].map((portBase) => ({
      origin: `http://127.0.0.1:${portBase}`,
      readiness: `http://127.0.0.1:${portBase + 11}/health/ready`,
    })),
  );
  const shared = { environment: { CALLBACK_URL: balancer.url, DRAIN_SECONDS: '1' } };
  const simulator = stage.simulator();
  const rolled = [
    stage.process('api', { ...shared, name: 'first api' }),
    stage.process('api', { ...shared, name: 'second api', portBase: secondPortBase }),
    stage.process('worker', { ...shared, name: 'worker' }),
  ];
  const receiver = await Receiver.start('up', new SeededRandom(1), 15_000);
  // Mails that nobody takes would be tried again, and look like jobs that run twice.
  const mailServer = await openSmtpDoor(await MailStore.open(null), stage.config.ports.smtp, '127.0.0.1');
  const client = new DashboardClient(balancer.url, CLIENTS);
  const jobs = new JobStarts(stage.databaseUrl);
  try {
    await drill.step('two api processes and a worker run behind a balancer', () =>
      Promise.all([simulator, ...rolled].map((process) => process.start())),
    );
    const token = await client.signUp();
    await client.createWebhook(token, receiver.url);
    const traffic = new Traffic(client, token);
    traffic.begin();
    try {
      for (let round = 1; round <= rounds; round += 1) {
        // One after the other, as a roll-out does.
        for (const process of rolled) await replace(drill, process, isControl);
      }
    } finally {
      await traffic.end();
    }
    if (isControl) {
      await drill.step('requests were lost, and that is seen', () => {
        assert.notDeepEqual(balancer.broken, []);
        assert.throws(() => traffic.requireAnswers(drill));
        return Promise.resolve();
      });
      return;
    }
    await drill.step('no request was lost, and every one was answered', () => {
      assert.deepEqual(balancer.broken, []);
      traffic.requireAnswers(drill);
      return Promise.resolve();
    });
    await drill.step('nothing was lost or done twice behind them', async () => {
      await requireNothingLost(drill, stage, traffic, receiver);
      await jobs.requireOnce(drill);
    });
  } finally {
    await Promise.all([client.close(), jobs.stop()]);
    await Promise.all([simulator, ...rolled].map((process) => process.kill()));
    await balancer.stop();
    await receiver.stop();
    await mailServer.close();
    await stage.stop();
  }
}

/** As a control it is killed, with all that it has in its hands. */
async function replace(drill: Drill, process: PlatformChild, isControl: boolean): Promise<void> {
  await drill.step(`the ${process.name} is ${isControl ? 'killed and ' : ''}replaced`, async () => {
    const toldAt = performance.now();
    await (isControl ? process.kill() : process.stop());
    const tookMs = performance.now() - toldAt;
    assert.ok(tookMs <= EXIT_LIMIT_MS, `it took ${(tookMs / 1000).toFixed(1)} s to end`);
    await process.start();
  });
}
