import { readPassword } from './password-input.js';
import { runCommand } from './run-command.js';

const exitCode = await runCommand(process.argv.slice(2), process.env, {
  say: (line) => void process.stdout.write(`${line}\n`),
  readPassword: () => readPassword(process.stdin, process.stderr),
});
// Connections that a half-finished start left open must not keep the process alive.
process.exit(exitCode);
