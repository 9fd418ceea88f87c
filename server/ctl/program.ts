import { Command, Option } from 'commander';
import type { CommandFamily, CommandPlan, OpenSession } from './command-plan.ts';
import { completionPlan } from './commands/completion.ts';
import { doctorPlan } from './commands/doctor.ts';
import { groupFamily } from './commands/group.ts';
import { initialSetup } from './commands/initial-setup.ts';
import { liveFamily } from './commands/live.ts';
import { hashPasswordPlan, passwordFamily } from './commands/password.ts';
import { tokenFamily } from './commands/token.ts';
import { userFamily } from './commands/user.ts';
import { UsageMistake } from './failures.ts';
import type { Terminal } from './terminal.ts';

const FAMILIES: readonly CommandFamily[] = [groupFamily, userFamily, passwordFamily, tokenFamily, liveFamily];
const LONE_PLANS: readonly CommandPlan[] = [initialSetup, hashPasswordPlan, doctorPlan, completionPlan];

const AFTERWORD = `
Short forms: ${shortForms(liveFamily.plans)}
for the live commands, of which "list" is "live groups".
The names that galenectl has for its commands work as well: ${shortForms(groupFamily.plans)} …

Passwords and tokens come from files, from the variables EVAGORE_ADMIN_PASSWORD and
EVAGORE_ADMIN_TOKEN, from the file that initial-setup writes, or are asked for.

Exit codes: 0 done; 1 refused, not found, or a problem that doctor found; 2 the command makes
no sense; 3 the server cannot be reached; 4 not authorised.`;

/** The program with all its commands. It ends by exceptions, never by itself. */
export function buildProgram(terminal: Terminal, open: OpenSession, version: string): Command {
  const program = new Command('evagorectl')
    .description('Administers an Evagore server, or a Galène.')
    .version(version, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print the help of a command.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text);
      },
      writeErr: (text) => {
        terminal.err(text);
      },
      getOutHelpWidth: () => terminal.width,
      getErrHelpWidth: () => terminal.width,
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'evagorectl: '));
      },
    })
    .configureHelp({
      // By default it would show words of galenectl's habits as well.
      subcommandTerm: (command) =>
        `${command.name()} ${command.usage().replace(/\[options\] ?|\[command\] ?/g, '')}`.trim(),
      showGlobalOptions: true,
    })
    .helpCommand('help [command]', 'Print the help of a command.')
    .addHelpText('after', AFTERWORD);
  for (const option of globalOptions()) program.addOption(option);
  for (const plan of LONE_PLANS) add(program, plan, open);
  for (const family of FAMILIES) {
    const parent = program.command(family.name).description(family.about).helpCommand(false);
    for (const plan of family.plans) {
      add(parent, plan, open);
      for (const alias of plan.aliases) {
        plan.build(program.command(alias, { hidden: true }).description(plan.about), open);
      }
    }
  }
  return program;
}

/** All long options of all commands: `--user`. */
export function longOptionsOf(command: Command): Set<string> {
  const own = command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : []));
  return new Set(['--help', ...own, ...command.commands.flatMap((child) => [...longOptionsOf(child)])]);
}

function add(parent: Command, plan: CommandPlan, open: OpenSession): void {
  plan.build(parent.command(plan.name).description(plan.about), open);
}

function globalOptions(): Option[] {
  return [
    new Option('--server <url>', 'address of the server (default: https://localhost:8443/)'),
    new Option('--username <name>', 'administrator (default: admin)'),
    new Option('--password-file <file>', "the administrator's password; - for the standard input"),
    new Option('--token-file <file>', 'a token with the permission admin, instead of a password'),
    new Option('--ca <file>', 'PEM certificate by which the server is to be believed'),
    new Option('--insecure', 'believe any certificate, and allow plain HTTP'),
    new Option('--data-dir <folder>', 'data folder of a server on this machine (default: data)'),
    new Option('--config <file>', 'the file of this user (default: ~/.config/evagore/ctl.json)'),
    new Option('--json', 'print JSON, for scripts'),
    ...['--password <secret>', '--admin-password <secret>', '--admin-token <secret>'].map((flags) =>
      new Option(flags).hideHelp().argParser(() => {
        throw new UsageMistake(
          'A password or token on the command line can be seen by everybody on this machine. Use --password-file or --token-file (or --new-password-file for a new one), or the variables EVAGORE_ADMIN_PASSWORD and EVAGORE_ADMIN_TOKEN.',
        );
      }),
    ),
  ];
}

function shortForms(plans: readonly CommandPlan[]): string {
  return plans.flatMap(({ aliases }) => aliases).join(', ');
}
