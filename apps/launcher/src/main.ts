import { performance } from 'node:perf_hooks';
import { ConfigurationError, EmbeddedPostgresError, loadConfig } from '#platform';
import { LaunchProblem } from './launch-problem.js';
import { Launcher } from './launcher.js';
import { seedDemonstration } from './seed.js';
import { welcome } from './welcome.js';

/** npm passes Ctrl-C on although the terminal has sent it already: a person's second one comes later. */
const REPEATED_SIGNAL_MS = 500;

const say = (message: string): void => void process.stdout.write(`${message}\n`);

async function main(): Promise<void> {
  let launcher: Launcher | null = null;
  try {
    const config = loadConfig(process.env);
    launcher = new Launcher({
      config,
      environment: process.env,
      seed: config.operators === 'simulated' ? seedDemonstration : null,
      say,
    });
    stopOnSignal(launcher);
    const platform = await launcher.start();
    say(welcome(platform, launcher.platformFile));
  } catch (error) {
    if (stopping) return;
    process.stderr.write(`${explain(error)}\n`);
    await launcher?.stop();
    process.exit(1);
  }
}

let stopping = false;

function stopOnSignal(launcher: Launcher): void {
  let firstAt = 0;
  const onSignal = (): void => {
    if (stopping) {
      if (performance.now() - firstAt > REPEATED_SIGNAL_MS) launcher.hasten();
      return;
    }
    stopping = true;
    firstAt = performance.now();
    say('\nStopping …');
    launcher.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`${explain(error)}\n`);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}

function explain(error: unknown): string {
  const foreseen = [ConfigurationError, EmbeddedPostgresError, LaunchProblem];
  if (foreseen.some((kind) => error instanceof kind)) return (error as Error).message;
  return `The platform could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

await main();
