import { Agent, get } from 'node:http';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Health, openDoor } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
import { startTestCore } from '../../support/core.js';
import { startTestDoor } from '../../support/door.js';
import { eventually } from '../../support/eventually.js';

describe('dashboard: a door that ends', () => {
  const CLIENTS = 8;

  it('answers all that comes, and tells each connection to end, before it closes', async () => {
    const door = await startTestDoor(dashboardDoor);
    const { port } = new URL(door.url);
    const outcomes = new Map<string, number>();
    let isOver = false;
    const hammer = async (agent: Agent): Promise<void> => {
      while (!isOver) {
        const outcome = await new Promise<string>((resolve) => {
          get({ agent, port, path: '/api/nothing-is-here' }, (answer) => {
            answer.resume().on('end', () => resolve(`${answer.statusCode} ${answer.headers.connection}`));
          }).on('error', ({ code }: { code?: string }) => resolve(code ?? 'unknown'));
        });
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        // As a balancer does that has learned of the end.
        if (!outcome.endsWith('keep-alive')) return;
      }
    };
    const agents = Array.from({ length: CLIENTS }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    try {
      const hammering = agents.map(hammer);
      await eventually(
        () => outcomes.get('404 keep-alive') ?? 0,
        (count) => count > 50,
      );
      door.get(Health).drain();
      await Promise.all(hammering);
      await door.door.close();
      expect(Object.fromEntries(outcomes)).toEqual({ '404 keep-alive': expect.any(Number), '404 close': CLIENTS });
    } finally {
      isOver = true;
      for (const agent of agents) agent.destroy();
      await door.close();
    }
  });
});

describe('dashboard: a door that begins', () => {
  it('leaves the log of its process alone, so that faults are told', async () => {
    const core = await startTestCore();
    const error = jest.fn();
    // As the process did before it opened its doors.
    Logger.overrideLogger({ log: () => undefined, warn: () => undefined, error });
    const door = await openDoor(dashboardDoor, core.app);
    try {
      const fault = jest.spyOn(core.commands, 'execute').mockRejectedValue(new Error('Nobody thought of this'));
      const { statusCode } = await door.inject({
        method: 'POST',
        url: '/api/auth/login',
        headers: { 'content-type': 'application/json' },
        payload: { email: 'ada@example.com', password: 'Secret123!' },
      });
      fault.mockRestore();
      expect(statusCode).toBe(500);
      expect(JSON.stringify(error.mock.calls)).toContain('Nobody thought of this');
    } finally {
      Logger.overrideLogger(false);
      await door.close();
      await core.close();
    }
  });
});
