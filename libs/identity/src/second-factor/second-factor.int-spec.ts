import { Secret, TOTP } from 'otpauth';
import { InvalidInput } from '#kernel';
import { IdentityUnderTest, tally, type Person } from '../../../../test/support/identity.js';
import { AnswerChallenge } from '../session/answer-challenge.command.js';
import type { Principal } from '../session/authenticator.service.js';
import { SecondFactorRequired, SecondFactorWrong, TokenExpired, TokenInvalid } from '../session/session.errors.js';
import { SetUserSuspension } from '../user/set-user-suspension.command.js';
import { ConfirmSecondFactor } from './confirm-second-factor.command.js';
import { DisableSecondFactor } from './disable-second-factor.command.js';
import { EnrolSecondFactor, type Enrolment } from './enrol-second-factor.command.js';
import { SecondFactorNotPending } from './second-factor.errors.js';
import { SECOND_FACTOR_CHANGED } from './second-factor.events.js';

interface Protected {
  readonly person: Person;
  readonly caller: Principal;
  readonly enrolment: Enrolment;
}

describe('the second factor', () => {
  let identity: IdentityUnderTest;
  beforeAll(async () => {
    identity = await IdentityUnderTest.start();
  });
  afterAll(() => identity.stop());

  const codeOf = (enrolment: Enrolment, stepsLater = 0): string =>
    new TOTP({ secret: Secret.fromBase32(enrolment.secret) }).generate({
      timestamp: identity.now().getTime() + stepsLater * 30_000,
    });
  const wrongCodeFor = (enrolment: Enrolment): string => {
    const near = new Set([-2, -1, 0, 1, 2].map((steps) => codeOf(enrolment, steps)));
    return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.has(code))!;
  };

  const enrol = async (): Promise<Protected> => {
    const person = await identity.person();
    const caller = await identity.principalOf(person);
    const { enrolment } = await identity.run(new EnrolSecondFactor(caller));
    return { person, caller, enrolment: enrolment! };
  };

  /** With the factor on, and its last code a step behind so that the present one is still good. */
  const protect = async (): Promise<Protected> => {
    const enrolled = await enrol();
    await identity.run(new ConfirmSecondFactor(enrolled.caller, codeOf(enrolled.enrolment, -1)));
    return enrolled;
  };

  const challenge = async (person: Person): Promise<string> => {
    const refusal = await identity.signIn(person).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(SecondFactorRequired);
    return (refusal as SecondFactorRequired).details?.['challengeToken'] as string;
  };

  const answer = (token: string, code: string) => identity.run(new AnswerChallenge(token, code));

  describe('enrolment', () => {
    it('gives key, address, picture and ten recovery codes, and is not asked for before it is confirmed', async () => {
      const { person, enrolment } = await enrol();
      expect(enrolment.secret).toMatch(/^[A-Z2-7]{32}$/);
      expect(enrolment.otpauthUrl).toMatch(/^otpauth:\/\/totp\/Payments:/);
      expect(enrolment.otpauthUrl).toContain(`secret=${enrolment.secret}`);
      expect(enrolment.qrCode).toMatch(/^data:image\/png;base64,/);
      expect(new Set(enrolment.recoveryCodes).size).toBe(10);
      expect(enrolment.recoveryCodes.every((code) => /^[A-Z0-9]{5}-[A-Z0-9]{5}$/.test(code))).toBe(true);
      await expect(identity.signIn(person)).resolves.toBeDefined();
    });

    it('started again replaces key and codes', async () => {
      const { person, caller, enrolment } = await enrol();
      const again = await identity.run(new EnrolSecondFactor(caller));
      expect(again.status).toBe('pending');
      await expect(identity.run(new ConfirmSecondFactor(caller, codeOf(enrolment)))).rejects.toThrow(InvalidInput);
      await identity.run(new ConfirmSecondFactor(caller, codeOf(again.enrolment!)));
      await expect(answer(await challenge(person), enrolment.recoveryCodes[0]!)).rejects.toThrow(SecondFactorWrong);
      await expect(answer(await challenge(person), again.enrolment!.recoveryCodes[0]!)).resolves.toBeDefined();
    });

    it('started twice at once leaves one key that works', async () => {
      const person = await identity.person();
      const caller = await identity.principalOf(person);
      const both = await Promise.all([1, 2].map(() => identity.run(new EnrolSecondFactor(caller))));
      const confirmed = await Promise.allSettled(
        both.map(({ enrolment }) => identity.run(new ConfirmSecondFactor(caller, codeOf(enrolment!)))),
      );
      expect(confirmed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('changes nothing while the factor is on', async () => {
      const { caller, person, enrolment } = await protect();
      await expect(identity.run(new EnrolSecondFactor(caller))).resolves.toEqual({
        status: 'enabled',
        enrolment: null,
      });
      await expect(answer(await challenge(person), codeOf(enrolment))).resolves.toBeDefined();
    });

    it('stays pending after a wrong code and is dropped after a quarter of an hour', async () => {
      const { caller, enrolment } = await enrol();
      const wrong = identity.run(new ConfirmSecondFactor(caller, wrongCodeFor(enrolment)));
      await expect(wrong).rejects.toMatchObject({ fields: { code: [expect.any(String)] } });
      await identity.pass({ minutes: 15 });
      await expect(identity.run(new ConfirmSecondFactor(caller, codeOf(enrolment)))).rejects.toThrow(
        SecondFactorNotPending,
      );
    });

    it('cannot be confirmed when there is none, or again', async () => {
      const { caller, enrolment } = await protect();
      await expect(identity.run(new ConfirmSecondFactor(caller, codeOf(enrolment, 1)))).rejects.toThrow(
        SecondFactorNotPending,
      );
      const other = await identity.principalOf(await identity.person());
      await expect(identity.run(new ConfirmSecondFactor(other, '123456'))).rejects.toThrow(SecondFactorNotPending);
    });

    it('once confirmed ends the other sessions, is audited and told of', async () => {
      const { person, caller, enrolment } = await enrol();
      const other = await identity.signIn(person);
      const mine = await identity.signIn(person);
      const me = await identity.authenticate(mine.accessToken.token);
      await identity.run(new ConfirmSecondFactor(me, codeOf(enrolment)));
      await expect(identity.authenticate(other.accessToken.token)).rejects.toThrow(TokenInvalid);
      await expect(identity.authenticate(mine.accessToken.token)).resolves.toBeDefined();
      await expect(identity.events(caller.organizationId, SECOND_FACTOR_CHANGED)).resolves.toEqual([
        { userId: person.userId, enabled: true },
      ]);
      const actions = await identity.auditActions(person.userId);
      expect(actions).toEqual(expect.arrayContaining(['user.2fa_started', 'user.2fa_enabled']));
    });
  });

  describe('signing in', () => {
    it('takes the password first and then a code, good for one session', async () => {
      const { person, enrolment } = await protect();
      const token = await challenge(person);
      const signedIn = await answer(token, codeOf(enrolment));
      await expect(identity.authenticate(signedIn.accessToken.token)).resolves.toMatchObject({ userId: person.userId });
      await expect(answer(token, codeOf(enrolment, 1))).rejects.toThrow(TokenInvalid);
      await expect(answer(await challenge(person), codeOf(enrolment))).rejects.toThrow(SecondFactorWrong);
    });

    it('takes a code of one step before or after, no further', async () => {
      const { person, enrolment } = await protect();
      await identity.pass({ minutes: 5 });
      await expect(answer(await challenge(person), codeOf(enrolment, -2))).rejects.toThrow(SecondFactorWrong);
      await expect(answer(await challenge(person), codeOf(enrolment, 2))).rejects.toThrow(SecondFactorWrong);
      await expect(answer(await challenge(person), codeOf(enrolment, -1))).resolves.toBeDefined();
      await expect(answer(await challenge(person), codeOf(enrolment, 1))).resolves.toBeDefined();
      // The step in between lies before the last one that was used.
      await expect(answer(await challenge(person), codeOf(enrolment))).rejects.toThrow(SecondFactorWrong);
    });

    it('takes each code once, also when nineteen challenges bring it at the same moment', async () => {
      const { person, enrolment } = await protect();
      const tokens: string[] = [];
      for (let count = 0; count < 19; count += 1) tokens.push(await challenge(person));
      const code = codeOf(enrolment);
      const results = await Promise.allSettled(tokens.map((token) => answer(token, code)));
      expect(tally(results)).toEqual({ fulfilled: 1, second_factor_wrong: 18 });
    });

    it('takes each recovery code once', async () => {
      const { person, enrolment } = await protect();
      const [first = '', second = ''] = enrolment.recoveryCodes;
      await expect(answer(await challenge(person), first)).resolves.toBeDefined();
      await expect(answer(await challenge(person), first)).rejects.toThrow(SecondFactorWrong);
      await expect(answer(await challenge(person), second)).resolves.toBeDefined();
    });

    it('counts down five wrong codes, after which the challenge is void', async () => {
      const { person, enrolment } = await protect();
      const token = await challenge(person);
      for (const attemptsLeft of [4, 3, 2, 1, 0]) {
        await expect(answer(token, wrongCodeFor(enrolment))).rejects.toMatchObject({ details: { attemptsLeft } });
      }
      await expect(answer(token, codeOf(enrolment))).rejects.toThrow(TokenExpired);
      await expect(answer(await challenge(person), codeOf(enrolment))).resolves.toBeDefined();
    });

    it('compares no more than five codes however many come at once', async () => {
      const { person, enrolment } = await protect();
      const token = await challenge(person);
      const wrong = wrongCodeFor(enrolment);
      const results = await Promise.allSettled(Array.from({ length: 30 }, () => answer(token, wrong)));
      expect(tally(results)).toEqual({ second_factor_wrong: 5, token_expired: 25 });
    });

    it('takes twenty wrong codes in a quarter of an hour, over however many challenges', async () => {
      const { person, enrolment } = await protect();
      for (let round = 0; round < 4; round += 1) {
        const token = await challenge(person);
        for (let guess = 0; guess < 5; guess += 1) await answer(token, wrongCodeFor(enrolment)).catch(() => undefined);
      }
      await expect(answer(await challenge(person), codeOf(enrolment))).rejects.toThrow(TokenExpired);
      await identity.pass({ minutes: 15 });
      await expect(answer(await challenge(person), codeOf(enrolment))).resolves.toBeDefined();
    });

    it('waits five minutes for the code', async () => {
      const { person, enrolment } = await protect();
      const token = await challenge(person);
      await identity.pass({ minutes: 5 });
      await expect(answer(token, codeOf(enrolment))).rejects.toThrow(TokenExpired);
    });

    it('refuses a challenge that nobody was given', async () => {
      await expect(answer('ch_nobodyWasEverGivenThis', '123456')).rejects.toThrow(TokenInvalid);
    });

    it('refuses an account that was suspended meanwhile', async () => {
      const { person, enrolment } = await protect();
      const token = await challenge(person);
      await identity.run(new SetUserSuspension(person.userId, true));
      await expect(answer(token, codeOf(enrolment))).rejects.toMatchObject({ code: 'account_suspended' });
    });
  });

  describe('switching it off', () => {
    it('takes a code while it is on', async () => {
      const { person, caller, enrolment } = await protect();
      for (const code of [null, wrongCodeFor(enrolment)]) {
        const refused = identity.run(new DisableSecondFactor(caller, code));
        await expect(refused).rejects.toMatchObject({ fields: { code: [expect.any(String)] } });
      }
      await identity.run(new DisableSecondFactor(caller, codeOf(enrolment)));
      await expect(identity.signIn(person)).resolves.toBeDefined();
      await expect(identity.events(caller.organizationId, SECOND_FACTOR_CHANGED)).resolves.toMatchObject([
        { enabled: true },
        { enabled: false },
      ]);
      await expect(identity.auditActions(person.userId)).resolves.toContain('user.2fa_disabled');
    });

    it('takes a recovery code as well', async () => {
      const { person, caller, enrolment } = await protect();
      await identity.run(new DisableSecondFactor(caller, enrolment.recoveryCodes[3]!));
      await expect(identity.signIn(person)).resolves.toBeDefined();
    });

    it('needs no code while it is pending or off, and says nothing of it', async () => {
      const { caller } = await enrol();
      await identity.run(new DisableSecondFactor(caller, null));
      await identity.run(new DisableSecondFactor(caller, null));
      await expect(identity.events(caller.organizationId, SECOND_FACTOR_CHANGED)).resolves.toEqual([]);
    });

    it('voids challenges that wait', async () => {
      const { person, caller, enrolment } = await protect();
      const token = await challenge(person);
      await identity.run(new DisableSecondFactor(caller, codeOf(enrolment)));
      await expect(answer(token, codeOf(enrolment, 1))).rejects.toThrow(TokenInvalid);
    });
  });
});
