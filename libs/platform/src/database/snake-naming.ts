import { DefaultNamingStrategy, type NamingStrategyInterface } from 'typeorm';

/** `organizationId` in code is `organization_id` in the database, everywhere and without exception. */
export class SnakeNaming extends DefaultNamingStrategy implements NamingStrategyInterface {
  override columnName(propertyName: string, customName: string | undefined): string {
    return customName ?? propertyName.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
