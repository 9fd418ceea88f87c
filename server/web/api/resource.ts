import type { Access, Caller } from './gatekeeper.ts';
import type { Conditions } from './precondition.ts';

/** What an address of an administrative API stands for, and what can be done to it. */

/** HEAD is GET without the body, and OPTIONS is answered for all alike. */
export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** A request that was let in. */
export interface Call {
  readonly caller: Caller;
  readonly conditions: Conditions;
  /** The body; empty where none is taken. */
  readonly text: string;
}

export interface Answer {
  readonly status: 200 | 201 | 204;
  /** Version of what is told, for `ETag`. */
  readonly version?: string | undefined;
  readonly location?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

export interface Operation {
  /** Media type of the body; absent where none is taken. */
  readonly takes?: string;
  /** What is changed. Files may be protected from it. */
  readonly writes?: 'files' | 'meeting';
  run(call: Call): Promise<Answer>;
}

export interface Resource {
  /** For the log: the address without secrets. */
  readonly label: string;
  readonly access: Access;
  readonly operations: Readonly<Partial<Record<Method, Operation>>>;
}

export const NO_CONTENT: Answer = { status: 204 };

/** The methods in the order of the resource's table, as in the header `Allow`. */
export function allowedMethods(resource: Resource): string {
  const methods = Object.keys(resource.operations).flatMap((one) =>
    one === 'GET' ? ['HEAD', 'GET'] : [one],
  );
  return ['OPTIONS', ...methods].join(', ');
}

export function operationOf(resource: Resource, method: string): Operation | undefined {
  switch (method) {
    case 'HEAD':
    case 'GET':
      return resource.operations.GET;
    case 'PUT':
    case 'POST':
    case 'DELETE':
      return resource.operations[method];
    default:
      return undefined;
  }
}
