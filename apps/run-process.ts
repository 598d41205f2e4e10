import { Logger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DomainError } from '#kernel';
import { ConfigurationError, createLogger, Health, loadConfig, type Config } from '#platform';
import { CoreModule } from './core.module.js';

/** What a process does with its core once that is up, and how it ends it. */
export interface ProcessWork {
  /** Finishes what is under way and takes nothing new. */
  stop(): Promise<void>;
}

type Start = (core: INestApplicationContext, config: Config) => Promise<ProcessWork>;

const STOP_LIMIT_MS = 9000;

/**
 * The life of an api or worker process: configuration, core, its work, and an end without loss. Tells the launcher
 * over IPC when it is ready or why it is not; on its own it says so on the console. Every failure to start is one
 * sentence and exit code 1.
 */
export async function runProcess(name: string, environment: NodeJS.ProcessEnv, start: Start): Promise<void> {
  try {
    const config = loadConfig(environment);
    if (config.databaseUrl === null)
      throw new ConfigurationError(['DATABASE_URL is needed to run this process by itself']);
    const logger = createLogger(config, name);
    Logger.overrideLogger(logger);
    const core = await NestFactory.createApplicationContext(CoreModule.with(config, config.databaseUrl), {
      logger,
      abortOnError: false,
    });
    const work = await start(core, config);
    endGracefully(core, work, STOP_LIMIT_MS + config.drainSeconds * 1000);
    if (process.send) process.send({ type: 'ready' });
    new Logger('Process').log(`${name} is ready`);
  } catch (error) {
    const message = sentenceOf(error);
    if (process.send) process.send({ type: 'failed', message });
    else process.stderr.write(`${message}\n`);
    process.exitCode = 1;
    // Connections that a half-finished start left open must not keep the process alive.
    setTimeout(() => process.exit(1), 500).unref();
  }
}

function endGracefully(core: INestApplicationContext, work: ProcessWork, limitMs: number): void {
  let ending = false;
  const end = (): void => {
    if (ending) return;
    ending = true;
    core.get(Health).drain();
    setTimeout(() => process.exit(1), limitMs).unref();
    work
      .stop()
      .then(() => core.close())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          new Logger('Process').error(error);
          process.exit(1);
        },
      );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // The launcher is gone: nobody else would end this process.
  process.on('disconnect', end);
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigurationError || error instanceof DomainError) return error.message;
  const { code, message, port } = error as { code?: string; message?: string; port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use by another process; PORT_BASE moves all ports.`;
  if (code === 'ECONNREFUSED') return 'The database cannot be reached at the address in DATABASE_URL.';
  return message ?? String(error);
}
