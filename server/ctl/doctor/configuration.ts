import path from 'node:path';
import { loadConfig } from '../../config/load.ts';
import type { ServerConfig } from '../../config/schema.ts';
import { ConfigError } from '../../config/start-error.ts';
import { variable } from '../world.ts';
import type { Findings } from './finding.ts';

export interface ConfigurationOptions {
  /** The server's configuration file; undefined to find it as the server does. */
  readonly serverConfig: string | undefined;
  readonly dataDir: string | undefined;
  readonly groupsDir: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths start at. */
  readonly workingDir: string;
}

/** The settings that a server started here would have, with absolute paths; undefined where it would not start. */
export async function checkConfiguration(
  options: ConfigurationOptions,
  findings: Findings,
): Promise<ServerConfig | undefined> {
  const at = (named: string) => path.resolve(options.workingDir, named);
  const configFile = options.serverConfig ?? variable(options.env, 'EVAGORE_CONFIG');
  // A file that is named may say where the data folder is; one that is found there cannot.
  const dataDir =
    options.dataDir ??
    variable(options.env, 'EVAGORE_DATA_DIR') ??
    (configFile === undefined ? 'data' : undefined);
  const argv = [
    ...(dataDir === undefined ? [] : ['--data-dir', at(dataDir)]),
    ...(configFile === undefined ? [] : ['--config', at(configFile)]),
    ...(options.groupsDir === undefined ? [] : ['--groups-dir', options.groupsDir]),
  ];
  try {
    const loaded = await loadConfig({ argv, env: options.env, version: '' });
    // Only `--help` and `--version` print.
    if (loaded.outcome === 'print') return undefined;
    for (const warning of loaded.warnings) findings.warning(warning, 'Mend it, or unset it.');
    const { config, file } = loaded;
    findings.ok(
      file === undefined
        ? 'There is no configuration file; defaults and the environment hold.'
        : `${file} can be used.`,
    );
    const named = Object.fromEntries(
      (['certFile', 'keyFile'] as const).flatMap((name) => {
        const value = config[name];
        return value === undefined ? [] : [[name, at(value)]];
      }),
    );
    return {
      ...config,
      ...named,
      dataDir: at(config.dataDir),
      groupsDir: at(config.groupsDir),
      recordingsDir: at(config.recordingsDir),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) {
      findings.problem(problem, 'Until this is mended, the server does not start.');
    }
    return undefined;
  }
}
