import { describe, expect, it } from 'vitest';
import { mustRun, run } from './children.mjs';

const node = process.execPath;

describe('run', () => {
  it('reports how the program ended', async () => {
    const outcome = { signal: null, interruptedBy: undefined };
    expect(await run(node, ['-e', 'process.exit(7)'])).toEqual({ code: 7, ...outcome });
  });

  it('hands over what the program prints', async () => {
    /** @type {string[]} */
    const printed = [];
    await run(node, ['-e', 'console.log("out"); console.error("err")'], {
      onOutput: (text) => void printed.push(text),
    });
    expect(printed.join('').split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('leaves no child of the program running', async () => {
    const orphan = `
      require('node:child_process')
        .spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'inherit' })
        .unref();`;
    // The orphan holds the pipe, so this ends only because the orphan does.
    expect(await run(node, ['-e', orphan], { onOutput: () => undefined })).toMatchObject({ code: 0 });
  });

  it('says that a program cannot be started', async () => {
    await expect(run('/no/such/program', [])).rejects.toThrow('/no/such/program could not be started');
  });
});

describe('mustRun', () => {
  it('stops with the exit code and the sentence that it was given', async () => {
    const failing = mustRun(node, ['-e', 'process.exit(3)'], {}, (how) => `The step failed with ${how}.`);
    await expect(failing).rejects.toMatchObject({
      message: 'The step failed with exit code 3.',
      exitCode: 3,
    });
  });
});
