import { registerApiChecks } from '../../ops/health-checks.js';
import { processGauges } from '../../ops/gauges.js';
import { openOpsServer } from '../../ops/ops-server.js';
import { serveProbes } from '../../ops/probes.js';
import { runProcess } from '../../run-process.js';
import { openDoors } from './doors.js';

await runProcess('api', process.env, async (core, config) => {
  registerApiChecks(core);
  const doors = await openDoors(core, config);
  const ops = await openOpsServer(core, {
    host: config.opsHost,
    port: config.ports.apiOps,
    serve: (server) => serveProbes(server, core, processGauges(core)),
  });
  return {
    stop: async () => {
      await Promise.all(doors.map((door) => door.close()));
      // Last, so that it can be seen until the end that this process wants no more requests.
      await ops.close();
    },
  };
});
