import type { GroupName } from '@evagore/shared';
import type { GroupAdministration, TokenAdministration } from '../../access/administration.ts';
import type { FileDescription } from '../../access/group-file.ts';
import type { Site } from '../../access/site-file.ts';
import type { Authenticator, Tally } from '../../core/ports.ts';
import type { Logger } from '../../log.ts';
import type { LiveConference } from './live.ts';

/** What an existing Galène's `config.json` says of the server; it may change at any time. */
export interface SiteSource {
  current(): Promise<Site>;
}

interface SiteAdministrators {
  /**
   * Whether these are the name and password of one of the server's administrators.
   *
   * @throws Busy
   */
  isAdministrator(username: string, password: string): Promise<boolean>;
}

/** What administration by HTTP works on. */
export interface AdminOptions {
  readonly site: SiteSource & SiteAdministrators;
  readonly groups: GroupAdministration;
  readonly tokens: TokenAdministration;
  readonly authenticator: Pick<Authenticator, 'identify'>;
  readonly conference: LiveConference;
}

/** The same with what the application knows already. */
export interface ApiOptions extends AdminOptions {
  readonly describe: (name: GroupName) => Promise<FileDescription | undefined>;
  /** Where the server is reached from outside, if that is configured. */
  readonly publicUrl: string | undefined;
  /** Absent: nobody counts. */
  readonly tally: Tally | undefined;
  readonly log: Logger;
}
