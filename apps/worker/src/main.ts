import { BackgroundWork } from '#platform';
import { registerWorkerChecks } from '../../ops/health-checks.js';
import { runProcess } from '../../run-process.js';
import { openWorkerOps } from './ops/worker-ops.js';

await runProcess('worker', process.env, async (core, config) => {
  registerWorkerChecks(core);
  const work = core.get(BackgroundWork);
  await work.start();
  const ops = await openWorkerOps(core, config.ports.ops);
  return {
    stop: async () => {
      // Requests first: what an administrator has begun still finds the relay and the queues.
      await ops.close();
      await work.stop();
    },
  };
});
