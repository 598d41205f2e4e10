import type { INestApplicationContext } from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { addressForLimits, html, RateLimiter, type Html, type RateLimitRule } from '#platform';
import type { Administrators, LogInOutcome } from './administrators.js';
import { sendPage } from './page.js';

/** Beside the lock of identity, which counts by account: this one counts whoever tries many accounts. */
const ATTEMPTS: RateLimitRule = { name: 'ops-log-in', points: 10, windowSeconds: 300 };

const REFUSED = 'That did not let you in: something is wrong, or the account is no administrator.';

type Fields = Readonly<Record<string, unknown>> | undefined;

/** The way in and the way out. */
export function serveLogIn(
  server: FastifyInstance,
  core: INestApplicationContext,
  administrators: Administrators,
): void {
  const limiter = core.get(RateLimiter);

  const isLimited = async (request: FastifyRequest, reply: FastifyReply): Promise<boolean> => {
    const verdict = await limiter.hit(ATTEMPTS, addressForLimits(request.clientAddress));
    if (verdict.allowed) return false;
    tooMany(reply, verdict.retryAfterSeconds);
    return true;
  };

  server.get('/log-in', (_request, reply) => sendLogIn(reply, null));
  server.post<{ Body: Fields }>('/log-in', async (request, reply) => {
    if (await isLimited(request, reply)) return reply;
    const outcome = await administrators.logIn(field(request.body, 'email'), field(request.body, 'password'));
    return conclude(administrators, reply, outcome);
  });
  server.post<{ Body: Fields }>('/log-in/code', async (request, reply) => {
    if (await isLimited(request, reply)) return reply;
    const outcome = await administrators.answer(field(request.body, 'challenge'), field(request.body, 'code').trim());
    return conclude(administrators, reply, outcome);
  });
  server.post('/log-out', async (request, reply) => {
    const principal = await administrators.recognise(request);
    if (principal) await administrators.logOut(principal);
    administrators.forget(reply);
    return reply.redirect('/log-in', 303);
  });
}

function conclude(administrators: Administrators, reply: FastifyReply, outcome: LogInOutcome): FastifyReply {
  switch (outcome.outcome) {
    case 'in':
      administrators.remember(reply, outcome.session.accessToken);
      return reply.redirect('/', 303);
    case 'code_needed':
      return sendPage(reply, 'Second factor', codeForm(outcome.challengeToken));
    case 'locked':
      return tooMany(reply, outcome.retryAfterSeconds);
    case 'refused':
      return sendLogIn(reply.code(401), REFUSED);
  }
}

function tooMany(reply: FastifyReply, retryAfterSeconds: number): FastifyReply {
  const minutes = Math.ceil(retryAfterSeconds / 60);
  void reply.code(429).header('retry-after', retryAfterSeconds);
  return sendLogIn(reply, `Too many attempts. Try again in ${minutes} min.`);
}

function sendLogIn(reply: FastifyReply, problem: string | null): FastifyReply {
  const body = html`<main class="narrow">
    <h1>Operations</h1>
    <p class="soft">For administrators of the platform.</p>
    ${alert(problem)}
    <form method="post" action="/log-in">
      <label for="email">E-mail address</label>
      <input id="email" name="email" type="email" autocomplete="username" maxlength="254" required autofocus />
      <label for="password">Password</label>
      <input id="password" name="password" type="password" autocomplete="current-password" maxlength="128" required />
      <button>Log in</button>
    </form>
  </main>`;
  return sendPage(reply, 'Log in', body);
}

function codeForm(challengeToken: string): Html {
  return html`<main class="narrow">
    <h1>Second factor</h1>
    <form method="post" action="/log-in/code">
      <input type="hidden" name="challenge" value="${challengeToken}" />
      <label for="code">Code of your authenticator, or a recovery code</label>
      <input id="code" name="code" autocomplete="one-time-code" maxlength="40" required autofocus />
      <button>Log in</button>
    </form>
    <p><a href="/log-in">Start again</a></p>
  </main>`;
}

const alert = (problem: string | null): Html | null => (problem === null ? null : html`<p role="alert">${problem}</p>`);

/** A field that was sent twice, or not at all, is empty. */
function field(body: Fields, name: string): string {
  const value = body?.[name];
  return typeof value === 'string' ? value : '';
}
