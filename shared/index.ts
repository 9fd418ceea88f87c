/** The front door of `@evagore/shared`. */
export * from './emitter.ts';
export * from './errors.ts';
export * from './http-status.ts';
export * from './ids.ts';
export * from './permissions.ts';
export * from './quality.ts';
export * from './stats.ts';
export * from './messages/client.ts';
export * from './messages/galene.ts';
export * from './messages/media.ts';
export * from './messages/server.ts';
export * from './messages/values.ts';
