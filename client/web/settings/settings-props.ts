import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';

/** What the parts of the settings need of a meeting. */
export interface SettingsProps {
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
  /** Whether anything of one's own can be sent. */
  readonly canPresent: boolean;
}
