import { randomInt } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { ConnectionLostError, FirewallBlockError } from './faults.errors.js';

/** Answers the faults that look the same at every operator; false when the error is not one of them. */
export function answerFault(error: unknown, reply: FastifyReply): boolean {
  if (error instanceof ConnectionLostError) {
    loseConnection(error.how, reply);
    return true;
  }
  if (error instanceof FirewallBlockError) {
    void reply.status(400).type('text/html; charset=utf-8').send(firewallPage());
    return true;
  }
  return false;
}

function loseConnection(how: ConnectionLostError['how'], reply: FastifyReply): void {
  reply.hijack();
  const { socket } = reply.request.raw;
  if (how === 'reset') socket.resetAndDestroy();
  else socket.destroy();
}

function firewallPage(): string {
  const supportId = `${randomInt(1e9, 1e10)}${randomInt(1e9, 1e10)}`;
  return (
    '<html><head><title>Request Rejected</title></head><body>The requested URL was rejected. ' +
    `Please consult with your administrator.<br><br>Your support ID is: ${supportId}</body></html>`
  );
}
