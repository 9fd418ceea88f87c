import { runBot } from './bot.ts';
import { moderatorProgram } from './moderator/program.ts';

await runBot(moderatorProgram);
