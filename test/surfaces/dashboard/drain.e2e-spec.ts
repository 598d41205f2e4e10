import { Agent, get } from 'node:http';
import { Health } from '#platform';
import { dashboardDoor } from '#surfaces/dashboard';
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
