import { z } from 'zod';
import { does, type CommandPlan } from '../command-plan.ts';
import { examine } from '../doctor/examine.ts';
import type { Finding, Grade } from '../doctor/finding.ts';
import { counted, visible } from '../output.ts';
import { variable } from '../world.ts';

const GRADE_WIDTH = 'problem'.length;

export const doctorPlan: CommandPlan = {
  name: 'doctor',
  aliases: [],
  about: 'Look at the server on this machine: settings, ports, certificate, names, TURN, files, disk.',
  build(command, open) {
    command
      .option(
        '--server-config <file>',
        "the server's configuration file (default: evagore.json in the data folder)",
      )
      .option('--groups-dir <folder>', 'folder of the group files');
    const schema = z.object({ serverConfig: z.string().optional(), groupsDir: z.string().optional() });
    does(command, open, schema, async (session, { serverConfig, groupsDir }) => {
      const { world, options, output } = session;
      const kept = await session.kept();
      const findings = await examine({
        serverConfig,
        groupsDir,
        // What is kept is about the usual server, not about the one of a file that is named.
        dataDir:
          options.dataDir ??
          variable(world.env, 'EVAGORE_DATA_DIR') ??
          (serverConfig === undefined ? kept.dataDir : undefined),
        env: world.env,
        workingDir: world.workingDir,
        now: world.now(),
      });
      session.foundProblems = findings.some(({ grade }) => grade === 'problem');
      if (options.json) output.json(findings);
      else world.terminal.out(reportOf(findings));
    });
  },
};

/** A line for each finding, and what to do about it below. */
function reportOf(findings: readonly Finding[]): string {
  const width = Math.max(...findings.map(({ check }) => check.length));
  const lines = findings.flatMap(({ check, grade, text, remedy }) => [
    `${grade.padEnd(GRADE_WIDTH)}  ${check.padEnd(width)}  ${visible(text)}`,
    ...(remedy === undefined ? [] : [`${' '.repeat(GRADE_WIDTH + width + 4)}→ ${visible(remedy)}`]),
  ]);
  const count = (wanted: Grade) => findings.filter(({ grade }) => grade === wanted).length;
  const summary = `${counted(count('problem'), 'problem')}, ${counted(count('warning'), 'warning')}.`;
  return `${[...lines, '', summary].join('\n')}\n`;
}
