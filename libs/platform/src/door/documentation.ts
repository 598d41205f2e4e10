import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { Contract, JsonObject } from './contract.js';

/** The contract of what a door really serves: operations that it does not have are left out. */
export function documentOf(contract: Contract, operations: ReadonlySet<string>): JsonObject {
  const paths = contract.document['paths'] as Record<string, JsonObject>;
  const served = Object.entries(paths).flatMap(([path, item]) => {
    const kept = Object.entries(item).filter(([, definition]) => {
      const id = (definition as JsonObject)['operationId'];
      return typeof id !== 'string' || operations.has(id);
    });
    const has = kept.some(([, definition]) => (definition as JsonObject)['operationId'] !== undefined);
    return has ? [[path, Object.fromEntries(kept)] as const] : [];
  });
  return { ...contract.document, servers: [{ url: contract.basePath }], paths: Object.fromEntries(served) };
}

/** Swagger UI at /docs and the document itself at /docs/openapi.json. `script` runs in the page. */
export function serveDocumentation(app: NestFastifyApplication, document: JsonObject, script: string | null): void {
  SwaggerModule.setup('docs', app, document as unknown as OpenAPIObject, {
    jsonDocumentUrl: 'docs/openapi.json',
    yamlDocumentUrl: 'docs/openapi.yaml',
    useGlobalPrefix: false,
    customSiteTitle: String((document['info'] as JsonObject)['title']),
    swaggerOptions: {
      persistAuthorization: true,
      displayRequestDuration: true,
      tryItOutEnabled: true,
      docExpansion: 'list',
    },
    ...(script === null ? {} : { customJsStr: script }),
  });
}
