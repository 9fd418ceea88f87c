import { COMMAND_TEXTS } from '@evagore/shared/commands';
import { chat } from './chat.ts';
import { common } from './common.ts';
import { devices } from './devices.ts';
import { doctor } from './doctor.ts';
import { effects } from './effects.ts';
import { entrance } from './entrance.ts';
import { errors } from './errors.ts';
import { files } from './files.ts';
import { invite } from './invite.ts';
import { keys } from './keys.ts';
import { log } from './log.ts';
import { media } from './media.ts';
import { meeting } from './meeting.ts';
import { notices } from './notices.ts';
import { palette } from './palette.ts';
import { password } from './password.ts';
import { people } from './people.ts';
import { quality } from './quality.ts';
import { stage } from './stage.ts';

/**
 * Every text of the page, in English. `{{name}}` is filled in; `_one` and `_other` are chosen by `{{count}}`.
 */
export const en = {
  ...COMMAND_TEXTS,
  ...chat,
  ...common,
  ...devices,
  ...doctor,
  ...effects,
  ...entrance,
  ...errors,
  ...files,
  ...invite,
  ...keys,
  ...log,
  ...media,
  ...meeting,
  ...notices,
  ...palette,
  ...password,
  ...people,
  ...quality,
  ...stage,
} as const;
