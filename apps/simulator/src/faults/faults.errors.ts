/** Thrown before a request is looked at; each operator's filter answers in its own words. */
export class OutOfServiceError extends Error {}

/** The answer is the web application firewall's HTML page. */
export class FirewallBlockError extends Error {}

/** No answer: `reset` breaks the connection before the request counts, `closed` after it was taken. */
export class ConnectionLostError extends Error {
  constructor(readonly how: 'reset' | 'closed') {
    super(`The connection is ${how} without an answer.`);
  }
}
