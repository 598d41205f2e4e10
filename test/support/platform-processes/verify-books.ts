import { NestFactory } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import { VerifyLedger } from '#ledger';
import { VerifyPayments } from '#payments';
import type { Config, Finding } from '#platform';
import { CoreModule } from '../../../apps/core.module.js';

export type VerifyBooks = (databaseUrl: string) => Promise<readonly Finding[]>;

/** The platform's own verification; it finds nothing when ledger, payments and statement agree. */
export const verifyBooksWith =
  (config: Config): VerifyBooks =>
  async (databaseUrl) => {
    const core = await NestFactory.createApplicationContext(CoreModule.with(config, databaseUrl), { logger: false });
    try {
      const queries = core.get(QueryBus);
      return [...(await queries.execute(new VerifyLedger())), ...(await queries.execute(new VerifyPayments()))];
    } finally {
      await core.close();
    }
  };
