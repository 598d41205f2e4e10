/**
 * How V8 keeps house in the api and the worker, unless NODE_OPTIONS says otherwise; the Dockerfile has the same. Left alone it
 * sizes its heap by the machine and collects late: on one with 24 GB a file of a million rows made the worker 210 MB larger,
 * of which 30 were in use. So much is several times what either needs.
 */
export const SERVICE_MEMORY = '--max-old-space-size=512 --max-semi-space-size=8';
