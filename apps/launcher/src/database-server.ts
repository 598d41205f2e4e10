import { setTimeout as delay } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform';

const FIRST_RESTART_MS = 200;
const LONGEST_RESTART_MS = 10_000;

export interface DatabaseServerOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly say: (message: string) => void;
  readonly onRestart: () => void;
}

/** The embedded PostgreSQL of the platform, which is started again when it ends without being told to. */
export class DatabaseServer {
  private server: EmbeddedPostgres | null = null;
  private stopping = false;
  private restarting: Promise<void> = Promise.resolve();

  constructor(private readonly options: DatabaseServerOptions) {}

  get pid(): number | null {
    return this.server?.pid ?? null;
  }

  /** Returns the address of the platform's database, which stays the same after a restart. Throws EmbeddedPostgresError. */
  async start(): Promise<string> {
    const { dataDir, port, say } = this.options;
    const server = await startEmbeddedPostgres({ dataDir, port, durable: true, log: say });
    this.server = server;
    void server.ended.then(() => {
      if (!this.stopping) this.restarting = this.restart();
    });
    return server.url;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.restarting;
    await this.server?.stop();
    this.server = null;
  }

  private async restart(): Promise<void> {
    const { say, onRestart } = this.options;
    say('PostgreSQL ended unexpectedly');
    for (let waitMs = FIRST_RESTART_MS; !this.stopping; waitMs = Math.min(waitMs * 2, LONGEST_RESTART_MS)) {
      try {
        await this.server?.stop();
        await this.start();
        say('PostgreSQL is running again');
        onRestart();
        return;
      } catch (error) {
        say(error instanceof Error ? error.message : String(error));
        await delay(waitMs);
      }
    }
  }
}
