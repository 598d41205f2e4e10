import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import pg from 'pg';
import { AppointAdministrator, Authenticator, GenerateApiKey, SignIn, SignUp, VerifyEmail } from '#identity';
import { createLogger, randomToken, type Config } from '#platform';
import { CoreModule } from '../../core.module.js';
import type { Credentials, Login } from './credentials.js';

const DEMO_EMAIL = 'demo@payments.example';
/** Every mailed code where all operators are simulated (contract, x-simulation.oneTimeCodes). */
const SIMULATED_CODE = '123456';

/**
 * Makes the demonstration merchant and the first administrator. Safe to repeat: where they exist already and their
 * credentials are known, nothing is done.
 */
export async function seedDemonstration(
  config: Config,
  databaseUrl: string,
  known: Credentials | null,
): Promise<Credentials> {
  if (known && (await exists(databaseUrl, known.demo.email))) return known;
  const logger = createLogger({ ...config, logLevel: 'error' }, 'seed');
  const core = await NestFactory.createApplicationContext(CoreModule.with(config, databaseUrl), {
    logger,
    abortOnError: false,
  });
  try {
    return await seed(core.get(CommandBus), core.get(Authenticator, { strict: false }), config);
  } finally {
    await core.close();
  }
}

async function seed(commands: CommandBus, authenticator: Authenticator, config: Config): Promise<Credentials> {
  // A name of its own for each seeding: a database that was seeded by another installation keeps its own merchant.
  const suffix = randomToken('', 4).toLowerCase();
  const demo: Login = { email: DEMO_EMAIL.replace('@', `+${suffix}@`), password: newPassword() };
  const person = { username: `demo.${suffix}`, firstName: 'Demonstration', lastName: 'Merchant', ...demo };
  await commands.execute(new SignUp({ ...person, language: 'en', country: 'CM' }));
  await commands.execute(new VerifyEmail(demo.email, SIMULATED_CODE));
  const { accessToken } = await commands.execute(new SignIn(demo.email, demo.password));
  const caller = await authenticator.authenticate(accessToken.token);
  const { key } = await commands.execute(new GenerateApiKey(caller, 'sandbox'));
  const admin: Login = { email: config.adminEmail, password: newPassword() };
  const staff = { username: `admin.${suffix}`, firstName: 'Platform', lastName: 'Administrator', ...admin };
  await commands.execute(new AppointAdministrator({ ...staff, country: 'CM' }));
  return { demo, testApiKey: key, admin };
}

/** Meets the policy of every door: both cases and a digit, and nothing that a shell would read as its own. */
const newPassword = (): string => `${randomToken('', 9)}aA1`;

async function exists(databaseUrl: string, email: string): Promise<boolean> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM users WHERE email = $1', [email]);
    return rowCount === 1;
  } finally {
    await client.end();
  }
}
