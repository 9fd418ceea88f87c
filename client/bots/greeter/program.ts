import { LiveJson } from '../kit/live-json.ts';
import type { BotProgram } from '../kit/program.ts';
import { makeGreeter } from './greeter.ts';
import { GreeterTexts } from './texts.ts';

const DEFAULT_TEXTS = GreeterTexts.parse({
  welcome: 'Hello {name}, welcome to {group}. Write !help to learn what you can ask me.',
});

export const greeterProgram: BotProgram<'texts'> = {
  name: 'Greeter',
  about: 'Welcomes people to a group, and tells them what it is.',
  options: { texts: 'JSON file of what the bot says; read again when it changes' },
  async prepare({ texts: file }, log) {
    if (file === undefined) return makeGreeter(() => DEFAULT_TEXTS);
    const texts = await LiveJson.open({ file, schema: GreeterTexts, log });
    return makeGreeter(() => texts.value);
  },
};
