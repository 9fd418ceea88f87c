import { COMMAND_TEXTS } from '@evagore/shared/commands';
import { chat } from './chat.ts';
import { common } from './common.ts';
import { entrance } from './entrance.ts';
import { errors } from './errors.ts';
import { meeting } from './meeting.ts';
import { notices } from './notices.ts';
import { people } from './people.ts';

/**
 * Every text of the page, in English. `{{name}}` is filled in; `_one` and `_other` are chosen by `{{count}}`.
 */
export const en = {
  ...COMMAND_TEXTS,
  ...chat,
  ...common,
  ...entrance,
  ...errors,
  ...meeting,
  ...notices,
  ...people,
} as const;
