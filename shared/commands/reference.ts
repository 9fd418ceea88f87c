import { usageOf, type Command } from './command.ts';
import { COMMANDS } from './registry.ts';
import { COMMAND_TEXTS } from './texts.ts';

/** All commands as a table, in Markdown. */
export function commandTable(): string {
  const rows = [...COMMANDS].sort((a, b) => (a.name < b.name ? -1 : 1)).map(rowOf);
  return [
    '| Command | Permissions | Needs | What it does |',
    '| --- | --- | --- | --- |',
    ...rows.map((cells) => `| ${cells.map(escaped).join(' | ')} |`),
    '',
  ].join('\n');
}

function rowOf(command: Command): readonly string[] {
  const { permissions, feature, summary, arguments: declared } = command;
  const explained = declared.map(({ name, description }) => `*${name}*: ${COMMAND_TEXTS[description]}.`);
  return [
    `\`${usageOf(command)}\``,
    permissions.map((each) => `\`${each}\``).join(', '),
    feature === undefined ? '' : `\`${feature}\``,
    [`${COMMAND_TEXTS[summary]}.`, ...explained].join(' '),
  ];
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}
