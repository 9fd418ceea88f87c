import path from 'node:path';
import { z } from 'zod';
import { ApiClient } from './api-client.ts';
import { clientFilePath, readClientFile, type ClientFile } from './client-file.ts';
import { authorization, findCredentials } from './credentials.ts';
import { Output } from './output.ts';
import { readServerAddress, sameServer, trustFor } from './server-address.ts';
import { variable, type World } from './world.ts';

/** The options that every command takes, by commander's names. */
export const GlobalOptions = z.object({
  server: z.string().optional(),
  username: z.string().optional(),
  passwordFile: z.string().optional(),
  tokenFile: z.string().optional(),
  ca: z.string().optional(),
  insecure: z.boolean().default(false),
  dataDir: z.string().optional(),
  config: z.string().optional(),
  json: z.boolean().default(false),
});
export type GlobalOptions = z.infer<typeof GlobalOptions>;

/** One run of the program: what its command works with. */
export class Session {
  readonly world: World;
  readonly options: GlobalOptions;
  readonly output: Output;
  /** Set by a command that ran to its end, and found that something is wrong. */
  foundProblems = false;
  #api: Promise<ApiClient> | undefined;

  constructor(world: World, options: GlobalOptions) {
    this.world = world;
    this.options = options;
    this.output = new Output(world.terminal, { json: options.json });
  }

  /** The per-user file, which may not exist. */
  get clientFile(): string {
    const named = this.options.config;
    return named === undefined ? clientFilePath(this.world) : this.at(named);
  }

  /** What the user's file says. @throws UsageMistake */
  kept(): Promise<ClientFile> {
    return readClientFile(this.clientFile, this.options.config !== undefined);
  }

  /** A path as the user gave it, which starts where the user is. */
  at(named: string): string {
    return path.resolve(this.world.workingDir, named);
  }

  /** The same of a file that may be `-`, for the standard input. */
  named(file: string): string {
    return file === '-' ? file : this.at(file);
  }

  /**
   * The server that the command is for. The person at the terminal may be asked for a password.
   *
   * @throws UsageMistake, NotAuthorised
   */
  api(): Promise<ApiClient> {
    this.#api ??= this.#open();
    return this.#api;
  }

  async close(): Promise<void> {
    const api = await this.#api?.catch(() => undefined);
    api?.close();
  }

  async #open(): Promise<ApiClient> {
    const { options, world } = this;
    const file = await this.kept();
    const server = readServerAddress(options.server ?? file.server);
    const trust = await trustFor(server, {
      insecure: options.insecure,
      ca: this.#authority(server, file),
      dataDirs: this.#dataDirs(file),
    });
    const { username, passwordFile, tokenFile } = options;
    const credentials = await findCredentials(
      {
        username,
        passwordFile: passwordFile === undefined ? undefined : this.named(passwordFile),
        tokenFile: tokenFile === undefined ? undefined : this.named(tokenFile),
        file,
        server,
      },
      world,
    );
    return new ApiClient(server, { authorization: authorization(credentials), trust });
  }

  #authority(server: URL, file: ClientFile): string | undefined {
    if (this.options.ca !== undefined) return this.at(this.options.ca);
    return sameServer(server, file.server) ? file.ca : undefined;
  }

  #dataDirs(file: ClientFile): string[] {
    const { env } = this.world;
    if (this.options.dataDir !== undefined) return [this.at(this.options.dataDir)];
    const named = variable(env, 'EVAGORE_DATA_DIR');
    const folders = [named, file.dataDir, 'data'].filter((folder) => folder !== undefined);
    return folders.map((folder) => this.at(folder));
  }
}
