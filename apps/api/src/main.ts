import { runProcess } from '../../run-process.js';
import { openDoors } from './doors.js';

await runProcess('api', async (core, config) => {
  const doors = await openDoors(core, config);
  return {
    stop: async () => {
      await Promise.all(doors.map((door) => door.close()));
    },
  };
});
