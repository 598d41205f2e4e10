import { BackgroundWork } from '#platform';
import { runProcess } from '../../run-process.js';

await runProcess('worker', async (core) => {
  const work = core.get(BackgroundWork);
  await work.start();
  return { stop: () => work.stop() };
});
