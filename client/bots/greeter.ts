import { runBot } from './bot.ts';
import { greeterProgram } from './greeter/program.ts';

await runBot(greeterProgram);
