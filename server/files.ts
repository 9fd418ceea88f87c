import path from 'node:path';
import { GroupAuthenticator } from './access/authenticator.ts';
import { FailureLimiter } from './access/failure-limiter.ts';
import { GroupEditor } from './access/group-editor.ts';
import { GroupFiles } from './access/group-files.ts';
import { IceServers } from './access/ice-servers.ts';
import { Passwords } from './access/passwords.ts';
import { SiteFile } from './access/site-file.ts';
import { TokenEditor } from './access/token-editor.ts';
import { TokenFile } from './access/tokens.ts';
import type { ServerConfig } from './config/schema.ts';
import type { Logger } from './log.ts';

/** What the server keeps in files, by Galène's names, and who is let in by it. */
export interface Files {
  readonly groups: GroupFiles;
  readonly tokens: TokenFile;
  readonly site: SiteFile;
  readonly iceServers: IceServers;
  readonly passwords: Passwords;
  /** Failed logins, by whichever door. */
  readonly failures: FailureLimiter;
  readonly authenticator: GroupAuthenticator;
  readonly groupEditor: GroupEditor;
  readonly tokenEditor: TokenEditor;
}

export function openFiles(config: ServerConfig, log: Logger): Files {
  const { dataDir, groupsDir } = config;
  const passwords = new Passwords({
    maxChecks: config.maxPasswordChecks,
    maxQueued: config.maxQueuedPasswordChecks,
  });
  const site = new SiteFile({ file: path.join(dataDir, 'config.json'), passwords, log });
  const groups = new GroupFiles({ folder: groupsDir, log, site });
  const tokens = new TokenFile({ file: path.join(dataDir, 'var', 'tokens.jsonl'), log });
  const iceServers = new IceServers({
    file: path.join(dataDir, 'ice-servers.json'),
    log,
    relayOnly: config.relayOnly,
  });
  const failures = new FailureLimiter();
  return {
    groups,
    tokens,
    site,
    iceServers,
    passwords,
    failures,
    authenticator: new GroupAuthenticator({ groups, passwords, tokens, site, failures }),
    groupEditor: new GroupEditor({ folder: groupsDir, passwords }),
    tokenEditor: new TokenEditor(tokens),
  };
}
