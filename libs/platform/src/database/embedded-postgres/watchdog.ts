import { spawn } from 'node:child_process';

/** Waits for its input to end, which happens when the process that holds the other end is gone, however it died. */
const STOP_SERVER = 'cat >/dev/null; kill -INT "$1" 2>/dev/null';
/** The data directory is removed when the server has taken its lock file away. */
const REMOVE_FILES = `
i=0; while [ -e "$2/postmaster.pid" ] && [ $i -lt 100 ]; do sleep 0.1; i=$((i + 1)); done
rm -rf "$2" "$2".log "$2".password "$2".owner`;

/**
 * Starts a process that shuts the server down when we die without doing so ourselves (kill -9, a crash), and removes the
 * files of one that is not durable. Returns how to end the watch.
 */
export function watchOver(serverPid: number, dataDir: string, durable: boolean): () => void {
  const script = durable ? STOP_SERVER : `${STOP_SERVER}${REMOVE_FILES}`;
  const watchdog = spawn('/bin/sh', ['-c', script, 'sh', String(serverPid), dataDir], {
    detached: true,
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is no watch, which costs comfort after a crash and nothing else.
  watchdog.on('error', () => undefined);
  watchdog.stdin.on('error', () => undefined);
  watchdog.unref();
  (watchdog.stdin as unknown as { unref(): void }).unref();
  return () => {
    watchdog.kill('SIGKILL');
  };
}
