/** The connection test: what it looks at, what it finds, and what to do about it. */
export const doctor = {
  'doctor.open': 'Test the connection',
  'doctor.title': 'Connection test',
  'doctor.intro': 'Whether sound and pictures get from here to the server and back, step by step.',
  'doctor.steps': 'Steps of the test',
  'doctor.loading': 'Loading the test…',
  'doctor.stop': 'Stop',
  'doctor.again': 'Test again',
  'doctor.copy': 'Copy report',
  'doctor.copied': 'The report is on the clipboard. It has no passwords in it.',
  'doctor.copy.failed': 'The report could not be copied. Select the text of this window instead.',
  'doctor.progress': 'Testing…',
  'doctor.menu': 'Connection test…',

  'doctor.server': 'Server',
  'doctor.udp': 'UDP',
  'doctor.tcp': 'TCP',
  'doctor.relay': 'Relay (TURN)',
  'doctor.uplink': 'Sending',

  'doctor.state.waiting': 'to come',
  'doctor.state.running': 'running',
  'doctor.state.passed': 'works',
  'doctor.state.failed': 'does not work',
  'doctor.state.skipped': 'left out',

  'doctor.place': 'port {{port}} of {{host}}',
  'doctor.waiting': 'Comes later.',
  'doctor.running': 'Being tested…',

  'doctor.server.passed': '{{target}} answers, in {{ms}} ms.',
  'doctor.server.failed':
    'No lasting connection (WebSocket) to {{host}} can be opened. Something on the way does not let it through: try another network, or ask whoever runs this one to allow WebSockets to {{host}}.',

  'doctor.udp.passed':
    'Sound and pictures travel the fast way, by UDP to {{target}}; it stands after {{ms}} ms.',
  'doctor.udp.blocked.tcp':
    'UDP to {{target}} is blocked by a firewall. The meeting uses TCP instead: expect delays. Ask your administrator to open this UDP port.',
  'doctor.udp.blocked.relay':
    'UDP to {{target}} is blocked by a firewall. The meeting goes through a relay instead. Ask your administrator to open this UDP port.',
  'doctor.udp.blocked':
    'UDP to {{target}} is blocked by a firewall. Ask your administrator to open this UDP port, or try another network.',
  'doctor.udp.relay-only':
    'UDP to {{target}} is blocked. It is not needed: this server lets media go through relays only.',

  'doctor.tcp.passed': 'Where UDP fails, TCP to {{target}} takes its place; it stands after {{ms}} ms.',
  'doctor.tcp.blocked.udp':
    'TCP to {{target}} is blocked by a firewall. As UDP works, nothing is lost by that.',
  'doctor.tcp.blocked':
    'TCP to {{target}} is blocked by a firewall. Ask your administrator to open this port, or try another network.',
  'doctor.tcp.relay-only':
    'TCP to {{target}} is blocked. It is not needed: this server lets media go through relays only.',

  'doctor.relay.passed': 'The relay {{target}} passes sound and pictures on; it stands after {{ms}} ms.',
  'doctor.relay.silent':
    'The relay {{target}} cannot be reached. A firewall blocks it, or it is out of order: tell whoever runs this server.',
  'doctor.relay.refused':
    'The relay {{target}} does not let this server’s members in. Tell whoever runs this server that its password for the relay is wrong.',
  'doctor.relay.blocked':
    'The relay {{target}} answers, but does not reach the server. Tell whoever runs this server that the relay may not send to it.',

  'doctor.rate.k': '{{rate}} kbit/s',
  'doctor.rate.m': '{{rate}} Mbit/s',
  'doctor.uplink.plenty': 'More than {{rate}} go up, which is plenty. No more was tried.',
  'doctor.uplink.sharp': '{{rate}} go up: enough for a sharp picture.',
  'doctor.uplink.small':
    '{{rate}} go up: enough for your voice and a small picture. Close what else sends data, move closer to the Wi-Fi, or use a cable.',
  'doctor.uplink.voice':
    'Only {{rate}} go up: enough for your voice. Leave the camera off, move closer to the Wi-Fi, or use a cable.',
  'doctor.uplink.broken':
    'The connection broke while data was sent. Move closer to the Wi-Fi, use a cable, or try another network.',

  'doctor.skipped.not-offered': 'The server does not offer this.',
  'doctor.skipped.no-relay': 'This server uses no relay.',
  'doctor.skipped.members-only': 'Relays are told to members only: test again in the meeting.',
  'doctor.skipped.not-supported': 'This server cannot test it before a meeting.',
  'doctor.skipped.not-allowed': 'This server does not allow this test.',
  'doctor.skipped.busy': 'Too many others are testing at the moment. Try again in a minute.',
  'doctor.skipped.no-webrtc':
    'This browser cannot hold meetings. Use a current Firefox, Chrome, Edge or Safari.',
  'doctor.skipped.no-way': 'Nothing got through that it could be measured over.',
  'doctor.skipped.stopped': 'The test was stopped before.',

  'doctor.verdict.good': 'Your connection is fit for a meeting.',
  'doctor.verdict.relay-only':
    'Your connection is fit for a meeting, through the relay that this server prescribes.',
  'doctor.verdict.tcp': 'The meeting works, but with delays, because UDP is blocked.',
  'doctor.verdict.relay': 'The meeting works through a relay, because the direct ways are blocked.',
  'doctor.verdict.slow': 'The meeting works, but your picture will be small: little goes up from here.',
  'doctor.verdict.voice': 'Your voice gets through, but there is no room for your picture.',
  'doctor.verdict.broken': 'Your connection breaks off when much is sent.',
  'doctor.verdict.no-media':
    'The server answers, but neither sound nor pictures get through. You would see names, and nobody.',
  'doctor.verdict.no-server': 'This device does not get through to {{host}} at all.',
  'doctor.verdict.untested': 'The server answers. Whether media gets through could not be tested here.',
  'doctor.verdict.stopped': 'The test was stopped.',

  'doctor.report.title': 'Connection test of {{host}}',
  'doctor.report.when': 'Made {{when}}',
} as const;
