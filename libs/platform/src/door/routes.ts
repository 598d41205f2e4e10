import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Contract } from './contract.js';
import { OPERATION_METADATA, PAGE_METADATA } from './operation.js';

interface RouteMatcher {
  readonly pattern: RegExp;
  readonly method: string;
  readonly id: string;
  readonly isPublic: boolean;
}

const matchers = new WeakMap<Contract, RouteMatcher[]>();
const implemented = new WeakMap<Contract, ReadonlySet<string>>();

/**
 * A path with broken percent-encoding is taken letter by letter, so that it leads nowhere in the door's own dialect; the
 * router would answer it before any hook has run.
 */
export function routableUrl(url: string): string {
  if (!url.includes('%')) return url;
  const [path = '', ...query] = url.split('?');
  try {
    decodeURI(path);
    return url;
  } catch {
    return [path.replaceAll('%', '%25'), ...query].join('?');
  }
}

/** Methods that a path has, by the operations that the door has opened. */
export function methodsOf(contract: Contract, url: string): string[] {
  const open = implemented.get(contract);
  return operationsAt(contract, url)
    .filter(({ id }) => open?.has(id))
    .map(({ method }) => method);
}

/** Whether the contract asks no credentials for a call. */
export function isPublicCall(contract: Contract, method: string, url: string): boolean {
  return operationsAt(contract, url).some((operation) => operation.method === method && operation.isPublic);
}

function operationsAt(contract: Contract, url: string): RouteMatcher[] {
  const path = (url.split('?')[0] ?? '').slice(contract.basePath.length);
  let known = matchers.get(contract);
  if (!known) {
    known = [...contract.operations.values()].map(({ path: template, method, id, isPublic }) => ({
      pattern: new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]+')}$`),
      method,
      id,
      isPublic,
    }));
    matchers.set(contract, known);
  }
  return known.filter(({ pattern }) => pattern.test(path));
}

/**
 * Ties the routes that Nest will serve to the contract: every route but a page names an operation, and its method
 * and path are those of the contract. Throws at start otherwise, so that a wrong path never goes out. Resolves to the operations
 * that are there.
 */
export function bindRoutes(
  contract: Contract,
  discovery: DiscoveryService,
  scanner: MetadataScanner,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { metatype } of discovery.getControllers()) {
    if (!metatype) continue;
    const controller = metatype as Type;
    for (const name of scanner.getAllMethodNames(controller.prototype as object)) {
      const handler = (controller.prototype as Record<string, unknown>)[name] as object;
      if (Reflect.getMetadata(METHOD_METADATA, handler) === undefined) continue;
      if (Reflect.getMetadata(PAGE_METADATA, handler) === true) continue;
      found.add(boundOperation(contract, controller, handler, `${controller.name}.${name}`));
    }
  }
  implemented.set(contract, found);
  return found;
}

function boundOperation(contract: Contract, controller: Type, handler: object, where: string): string {
  const id = Reflect.getMetadata(OPERATION_METADATA, handler) as string | undefined;
  const operation = id === undefined ? undefined : contract.operations.get(id);
  if (!operation) throw new Error(`${where} names no operation of the ${contract.surface} contract`);
  const method = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as RequestMethod];
  const path = [controller, handler]
    .map((target) => String(Reflect.getMetadata(PATH_METADATA, target) ?? ''))
    .flatMap((part) => part.split('/'))
    .filter((part) => part !== '')
    .map((part) => part.replace(/^:(\w+)$/, '{$1}'))
    .join('/');
  if (method !== operation.method || `/${path}` !== operation.path) {
    throw new Error(`${where} serves ${method} /${path}, but ${operation.id} is ${operation.method} ${operation.path}`);
  }
  return operation.id;
}
