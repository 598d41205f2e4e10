/** Paths of the sink whose webhooks are not counted: one is never answered there, the other at once. */
export const HANGING = '/hanging';
export const BESIDE = '/beside';
/** Nobody listens on the port of the discard service. */
export const REFUSING_URL = 'http://127.0.0.1:9/hooks';
