import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { MovableClock } from '#kernel';
import { Database } from '../database/database.js';

const REFRESH_MS = 1000;

/**
 * The clock of all processes of one deployment. In a sandbox its offset can be moved, to reach a settlement or an
 * expiry without waiting; the offset lies in the database and the other processes follow within a second.
 */
@Injectable()
export class SharedClock extends MovableClock implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Clock');
  private timer: NodeJS.Timeout | null = null;
  private asked = 0;
  private answered = 0;

  constructor(private readonly database: Database) {
    super();
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
    this.timer = setInterval(() => {
      this.refresh().catch((error: Error) => this.logger.warn(`the offset could not be read: ${error.message}`));
    }, REFRESH_MS);
    this.timer.unref();
  }

  /** Moves the clock of the whole deployment. Only forward: time that was lived through does not come back. */
  async move(byMs: number): Promise<Date> {
    await this.database.query('UPDATE clock_offset SET offset_ms = offset_ms + greatest($1::bigint, 0)', [byMs]);
    await this.refresh();
    return this.now();
  }

  private async refresh(): Promise<void> {
    const question = ++this.asked;
    const row = await this.database.first<{ offset_ms: string }>('SELECT offset_ms FROM clock_offset');
    // An answer that a later question's overtook may be of before the clock was moved, and would set it back.
    if (question < this.answered) return;
    this.answered = question;
    this.setOffsetMs(Number(row?.offset_ms ?? 0));
  }

  onApplicationShutdown(): void {
    if (this.timer) clearInterval(this.timer);
  }
}
