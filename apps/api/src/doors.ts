import type { INestApplicationContext } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { openDoor, type Config, type Door, type Surface } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { merchantDoor } from '#surfaces/merchant';
import { paymentLinksDoor } from '#surfaces/payment-links';
import { walletDoor } from '#surfaces/wallet';

const DOORS: Readonly<Record<Surface, Door>> = {
  dashboard: dashboardDoor,
  'payment-links': paymentLinksDoor,
  merchant: merchantDoor,
  wallet: walletDoor,
};

/** Opens the doors that the configuration names, each on its own port. Rejects when a port is taken. */
export async function openDoors(core: INestApplicationContext, config: Config): Promise<NestFastifyApplication[]> {
  const open: NestFastifyApplication[] = [];
  for (const surface of config.surfaces) {
    const app = await openDoor(DOORS[surface], core);
    await app.listen(config.ports[surface], config.host);
    open.push(app);
  }
  return open;
}
