import { runBot } from '../bot.ts';

await runBot({
  name: 'Echo',
  about: 'I answer !ping.',
  onMessage: async (_bot, message) => {
    if (message.value === '!ping') await message.reply('pong');
  },
});
