import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswerChallenge, Authenticator, SecondFactorRequired, SignIn, SignInLocked, SignOut } from '#identity';
import type { Principal, SignedIn } from '#identity';
import { DomainError } from '#kernel';
import { Audit, CONFIG, identifyCaller, type Config } from '#platform';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who is logged in; null before it is known, and where nobody is asked. */
    administrator: Principal | null;
  }
}

/** How an attempt to log in ended. A refusal does not tell a wrong password from an account that is no administrator. */
export type LogInOutcome =
  | { readonly outcome: 'in'; readonly session: SignedIn }
  | { readonly outcome: 'code_needed'; readonly challengeToken: string }
  | { readonly outcome: 'locked'; readonly retryAfterSeconds: number }
  | { readonly outcome: 'refused' };

/** Who may see the ops pages: accounts with the role admin, by the sessions that the doors use too. */
export class Administrators {
  private readonly commands: CommandBus;
  private readonly authenticator: Authenticator;
  private readonly audit: Audit;
  private readonly cookieName: string;
  private readonly cookieRules: string;

  constructor(core: INestApplicationContext) {
    this.commands = core.get(CommandBus);
    this.authenticator = core.get(Authenticator, { strict: false });
    this.audit = core.get(Audit);
    const production = core.get<Config>(CONFIG).environment === 'production';
    this.cookieName = production ? '__Host-ops_session' : 'ops_session';
    this.cookieRules = `Path=/; HttpOnly; SameSite=Strict${production ? '; Secure' : ''}`;
  }

  logIn(email: string, password: string): Promise<LogInOutcome> {
    return this.attempt([email, password], () => this.commands.execute(new SignIn(email, password)));
  }

  /** The second step, for an account with a second factor. */
  answer(challengeToken: string, code: string): Promise<LogInOutcome> {
    return this.attempt([challengeToken, code], () => this.commands.execute(new AnswerChallenge(challengeToken, code)));
  }

  /** Ends the session at once, for every process. Safe to repeat. */
  async logOut(principal: Principal): Promise<void> {
    await this.commands.execute(new SignOut(principal));
  }

  /** The administrator whose access token comes with the request, or null. The session is read anew each time. */
  async recognise(request: FastifyRequest): Promise<Principal | null> {
    const token = bearerOf(request) ?? this.cookieOf(request);
    if (token === null) return null;
    try {
      const principal = await this.authenticator.authenticate(token);
      if (principal.role !== 'admin') return null;
      identifyCaller({ userId: principal.userId, organizationId: principal.organizationId });
      return principal;
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  remember(reply: FastifyReply, { token, expiresInSeconds }: SignedIn['accessToken']): void {
    void reply.header('set-cookie', `${this.cookieName}=${token}; Max-Age=${expiresInSeconds}; ${this.cookieRules}`);
  }

  forget(reply: FastifyReply): void {
    void reply.header('set-cookie', `${this.cookieName}=; Max-Age=0; ${this.cookieRules}`);
  }

  private async attempt(typed: readonly string[], signIn: () => Promise<SignedIn>): Promise<LogInOutcome> {
    // PostgreSQL has no text with a zero byte: nobody has such an address, password or code.
    if (typed.some((text) => text.includes('\u0000'))) return { outcome: 'refused' };
    try {
      const session = await signIn();
      if (session.account.role === 'admin') return { outcome: 'in', session };
      await this.turnAway(session);
      return { outcome: 'refused' };
    } catch (error) {
      if (error instanceof SignInLocked) return { outcome: 'locked', retryAfterSeconds: error.retryAfterSeconds };
      if (error instanceof SecondFactorRequired) {
        return { outcome: 'code_needed', challengeToken: String(error.details?.['challengeToken']) };
      }
      if (isRefusal(error)) return { outcome: 'refused' };
      throw error;
    }
  }

  private async turnAway({ sessionId, account }: SignedIn): Promise<void> {
    await this.commands.execute(new SignOut({ sessionId }));
    await this.audit.note({ action: 'ops.log_in_refused', organizationId: null, actorId: account.id });
  }

  private cookieOf(request: FastifyRequest): string | null {
    const prefix = `${this.cookieName}=`;
    const cookies = request.headers.cookie?.split(';').map((cookie) => cookie.trim()) ?? [];
    return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length) || null;
  }
}

export function bearerOf(request: FastifyRequest): string | null {
  return /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

const isRefusal = (error: unknown): boolean => error instanceof DomainError && error.kind !== 'unavailable';
