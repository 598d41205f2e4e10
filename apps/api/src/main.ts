import { setTimeout as delay } from 'node:timers/promises';
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
      // Readiness is gone, and every answer ends its connection: who balances goes elsewhere before nobody listens here.
      await delay(config.drainSeconds * 1000);
      await Promise.all(doors.map((door) => door.close()));
      // Last, so that it can be seen until the end that this process wants no more requests.
      await ops.close();
    },
  };
});
