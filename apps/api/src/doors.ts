import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDoor, type Config, type Door, type Surface } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';

const DOORS: Partial<Record<Surface, Door>> = {
  dashboard: dashboardDoor,
};

/** Opens the doors that the configuration names, each on its own port. Rejects when a port is taken. */
export async function openDoors(core: INestApplicationContext, config: Config): Promise<NestFastifyApplication[]> {
  const open: NestFastifyApplication[] = [];
  for (const surface of config.surfaces) {
    const door = DOORS[surface];
    if (!door) continue;
    const app = await openDoor(door, core);
    await app.listen(config.ports[surface], config.host);
    open.push(app);
  }
  return open;
}
