import { join } from 'node:path';
import { ConfigurationError, loadConfig } from '#platform';
import { startMailbox } from './mailbox.js';

/** The mailbox as a process of its own, for containers. Listens where OPS_HOST says. */
async function main(): Promise<void> {
  const { ports, opsHost, dataDirectory } = loadConfig(process.env);
  const mailbox = await startMailbox({
    smtpPort: ports.smtp,
    httpPort: ports.mailbox,
    host: opsHost,
    dataDir: join(dataDirectory, 'mailbox'),
  });
  process.stdout.write(`The mailbox listens on ${mailbox.smtpUrl} and shows its mails on ${mailbox.url}.\n`);
  const stop = (): void => void mailbox.stop().then(() => process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

main().catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (!(error instanceof ConfigurationError) && code === undefined) throw error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
