/** Exit code 0 when the address answers and does not call itself unavailable: `node healthcheck.mjs <address>`. */
const TIMEOUT_MS = 4000;

try {
  const { status } = await fetch(process.argv[2], { signal: AbortSignal.timeout(TIMEOUT_MS) });
  process.exit(status < 500 ? 0 : 1);
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exit(1);
}
