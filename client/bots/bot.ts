/** The front door of the bot kit. */
export { runBot } from './kit/run.ts';
export { defineBot } from './kit/definition.ts';
export type { BotDefinition, BotHandlers, Handled } from './kit/definition.ts';
export type { BotProgram, OptionValues } from './kit/program.ts';
export type { Bot } from './kit/bot.ts';
export type { BotCommand, CommandCall } from './kit/command.ts';
export { CommandMistake } from './kit/command.ts';
export type { BotLog } from './kit/log.ts';
export type { BotMember } from './kit/member.ts';
export type { BotMessage } from './kit/message.ts';
export { LiveJson } from './kit/live-json.ts';
export { SettingsMistake } from './kit/failures.ts';
