import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { isUuid } from '#kernel';
import { Database } from '#platform';
import { APPLICATION_COLUMNS, withKeys, type ApplicationRow, type ApplicationView } from './application-view.js';
import { ApplicationNotFound } from './application.errors.js';

/** Reads one application of an organisation. Throws ApplicationNotFound. */
export class GetApplication extends Query<ApplicationView> {
  constructor(
    readonly organizationId: string,
    readonly applicationId: string,
  ) {
    super();
  }
}

const READ = `SELECT ${APPLICATION_COLUMNS} FROM applications
  WHERE id = $1 AND organization_id = $2 AND deleted_at IS NULL`;

@QueryHandler(GetApplication)
export class GetApplicationHandler implements IQueryHandler<GetApplication> {
  constructor(private readonly database: Database) {}

  async execute({ organizationId, applicationId }: GetApplication): Promise<ApplicationView> {
    const values = [applicationId, organizationId];
    const row = isUuid(applicationId) ? await this.database.first<ApplicationRow>(READ, values) : null;
    const [application] = row ? await withKeys(this.database, [row]) : [];
    if (!application) throw new ApplicationNotFound();
    return application;
  }
}
