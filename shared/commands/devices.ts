import { defineCommand } from './command.ts';

/** What concerns one's own streams, files and settings. Which of these there are is the surface's choice. */
export const DEVICES = [
  defineCommand({
    name: 'sharescreen',
    summary: 'command.sharescreen',
    permissions: ['present'],
    feature: 'screen-share',
    run: (_, __, screen) => screen.start(),
  }),
  defineCommand({
    name: 'unsharescreen',
    summary: 'command.unsharescreen',
    feature: 'screen-share',
    run: (_, __, screen) => {
      screen.stop();
    },
  }),
  defineCommand({
    name: 'presentfile',
    summary: 'command.presentfile',
    permissions: ['present'],
    feature: 'file-broadcast',
    run: (_, __, files) => files.choose(),
  }),
  defineCommand({
    name: 'sendfile',
    summary: 'command.sendfile',
    permissions: ['message'],
    feature: 'file-transfer',
    arguments: [{ name: 'user', type: 'user', description: 'command.argument.user' }],
    run: (_, { user }, files) => files.offer(user.id),
  }),
  defineCommand({
    name: 'renegotiate',
    summary: 'command.renegotiate',
    feature: 'media-restart',
    run: async (port, _, media) => {
      await media.restart();
      port.print([{ text: port.text('command.done.renegotiate') }]);
    },
  }),
  defineCommand({
    name: 'replace',
    summary: 'command.replace',
    permissions: ['present'],
    feature: 'media-replace',
    run: (_, __, media) => media.replace(),
  }),
  defineCommand({
    name: 'relay-test',
    summary: 'command.relay-test',
    feature: 'relay-test',
    run: async (port, _, relay) => {
      port.print([{ text: port.text('command.say.relay-testing') }]);
      const { elapsedMs, roundTripMs } = await relay.run();
      const values = { elapsed: Math.round(elapsedMs), roundTrip: Math.round(roundTripMs) };
      port.print([{ text: port.text('command.say.relay-works', values) }]);
    },
  }),
  defineCommand({
    name: 'set',
    summary: 'command.set',
    feature: 'settings',
    arguments: [
      { name: 'setting', type: 'setting', optional: true, description: 'command.argument.setting' },
      { name: 'value', type: 'json', optional: true, description: 'command.argument.json' },
    ],
    run: (port, { setting, value = true }, settings) => {
      if (setting !== undefined) {
        settings.set(setting, value);
        return;
      }
      const lines = [...settings.all()].map(([term, each]) => ({ term, text: JSON.stringify(each) }));
      port.print(lines.length > 0 ? lines : [{ text: port.text('command.say.no-settings') }]);
    },
  }),
  defineCommand({
    name: 'unset',
    summary: 'command.unset',
    feature: 'settings',
    arguments: [{ name: 'setting', type: 'setting', description: 'command.argument.setting' }],
    run: (_, { setting }, settings) => {
      settings.unset(setting);
    },
  }),
];
