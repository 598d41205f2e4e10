import { isUuid } from '#kernel';
import type { Transaction } from '#platform';
import { ApplicationNotFound } from './application.errors.js';
import { Application } from './application.table.js';

/** Locks an application. Throws ApplicationNotFound, also for a deleted one and one of another organisation. */
export async function loadApplication(tx: Transaction, organizationId: string, id: string): Promise<Application> {
  const application = isUuid(id) ? await tx.load(Application, { id, organizationId }) : null;
  if (!application || application.deletedAt) throw new ApplicationNotFound();
  return application;
}

/** Locks the application that came with the account: what all changes of an organisation's applications can wait for. */
export async function loadDefaultApplication(tx: Transaction, organizationId: string): Promise<Application> {
  const application = await tx.load(Application, { organizationId, isDefault: true });
  if (!application) throw new Error(`Organisation ${organizationId} has no application`);
  return application;
}
