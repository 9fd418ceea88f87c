import { SettingsMistake } from '../kit/failures.ts';
import { LiveJson } from '../kit/live-json.ts';
import type { BotProgram } from '../kit/program.ts';
import { makeModerator } from './moderator.ts';
import { Rules } from './rules.ts';

export const moderatorProgram: BotProgram<'rules'> = {
  name: 'Moderator',
  about: 'Keeps order in the chat of a group. It needs the permission "op" there.',
  options: { rules: 'JSON file of the rules; read again when it changes' },
  async prepare({ rules: file }, log) {
    if (file === undefined) throw new SettingsMistake('Name the file of the rules by --rules.');
    const rules = await LiveJson.open({ file, schema: Rules, log });
    return makeModerator(() => rules.value);
  },
};
