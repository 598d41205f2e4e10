import { spawn } from 'node:child_process';

/** Everything that judges the source without running it, side by side; output is shown for what fails. */
const CHECKS = ['typecheck', 'lint', 'format:check', 'boundaries', 'migrations', 'generated'];
/** Parsers make much that is soon garbage: a larger nursery spares them a tenth of their time. */
const env = { ...process.env, NODE_OPTIONS: `${process.env.NODE_OPTIONS ?? ''} --max-semi-space-size=128` };

function run(script) {
  return new Promise((resolve) => {
    const startedAtMs = Date.now();
    const child = spawn('npm', ['run', '--silent', script], { env, shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (exitCode) => {
      const seconds = ((Date.now() - startedAtMs) / 1000).toFixed(1);
      console.log(exitCode === 0 ? `✓ ${script} (${seconds} s)` : `✗ ${script} (${seconds} s)\n${output}`);
      resolve(exitCode === 0);
    });
  });
}

const passed = await Promise.all(CHECKS.map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
