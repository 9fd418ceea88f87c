import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { ApiClient } from '../api-client.ts';
import { tryTcp, tryUdp, type Binding } from './bind.ts';
import { Findings, PATIENCE_MS, type Finding } from './finding.ts';
import { mediaAddresses, type Place } from './place.ts';
import { keyText, ownersOf, type PortKey, type PortOwner } from './port-owner.ts';

/** More would take long, and tell nothing new. */
const MAX_WORKERS = 256;
/** What the kernel calls mediasoup's worker. */
const WORKER_NAME = 'mediasoup-worke';

/** The server as it answers on its port. */
type Health =
  | { readonly state: 'silent' }
  | { readonly state: 'well' | 'unwell'; readonly version: string; readonly reason: string };

const HealthAnswer = z.looseObject({
  status: z.string(),
  version: z.string(),
  reason: z.string().optional(),
});

/** Whether the ports are the server's own, or free for it. */
export async function checkPorts(place: Place): Promise<Finding[]> {
  const findings = new Findings('ports');
  const health = await checkHttpPort(place, findings);
  await checkMediaPorts(place, { findings, health });
  return findings.list;
}

async function checkHttpPort({ config }: Place, findings: Findings): Promise<Health> {
  const { httpHost, httpPort: port } = config;
  if (port === 0) {
    findings.ok('Pages and signalling take any free TCP port.');
    return { state: 'silent' };
  }
  const text = `TCP port ${port.toString()} for pages and signalling`;
  let binding = await tryTcp(httpHost ?? '::', port);
  // As the server does on machines without IPv6.
  if (binding === 'no-address' && httpHost === undefined) binding = await tryTcp('0.0.0.0', port);
  switch (binding) {
    case 'free':
      findings.ok(`${text} is free; the server does not run.`);
      return { state: 'silent' };
    case 'forbidden':
      findings.problem(
        `This user may not listen on ${text}.`,
        'Choose one above 1023 by httpPort and let a proxy or the firewall forward to it, or allow it: setcap cap_net_bind_service=+ep on Node, or AmbientCapabilities in the systemd unit.',
      );
      return { state: 'silent' };
    case 'no-address':
      findings.problem(
        `This machine has no address "${httpHost ?? '::'}" for ${text}.`,
        'Mend httpHost, or leave it out to listen on all addresses.',
      );
      return { state: 'silent' };
    case 'in-use':
      return await checkWhoAnswers(config, { findings, text });
  }
}

async function checkWhoAnswers(
  { httpHost, httpPort, insecure }: Place['config'],
  { findings, text }: { findings: Findings; text: string },
): Promise<Health> {
  const host =
    httpHost === undefined || ['::', '0.0.0.0', 'localhost'].includes(httpHost) ? '127.0.0.1' : httpHost;
  const bracketed = host.includes(':') ? `[${host}]` : host;
  const health = await healthOf(
    new URL(`${insecure ? 'http' : 'https'}://${bracketed}:${httpPort.toString()}/`),
  );
  if (health.state === 'well') {
    findings.ok(`Evagore ${health.version} answers on ${text}, and says that it is well.`);
  } else if (health.state === 'unwell') {
    findings.problem(
      `Evagore ${health.version} answers on ${text}, but is not well: ${health.reason}.`,
      'Its log says more.',
    );
  } else {
    const owner = (await ownersOf([{ protocol: 'tcp', port: httpPort }])).get(
      keyText({ protocol: 'tcp', port: httpPort }),
    );
    findings.problem(
      `${text} is held by ${ownerText(owner)}, which does not answer like Evagore.`,
      'Stop that program, or choose another port by httpPort.',
    );
  }
  return health;
}

/** Asks the server on this machine how it is. */
async function healthOf(server: URL): Promise<Health> {
  // The question never leaves this machine, and tells no secret.
  const trust = { insecure: true };
  const client = new ApiClient(server, { authorization: undefined, trust, timeoutMs: PATIENCE_MS });
  try {
    const { status, text } = await client.send({ method: 'GET', path: 'healthz' });
    const answer = HealthAnswer.safeParse(JSON.parse(text));
    if (!answer.success) return { state: 'silent' };
    const { version, reason = 'it does not say why' } = answer.data;
    return { state: status === 200 ? 'well' : 'unwell', version: version.slice(0, 64), reason };
  } catch {
    return { state: 'silent' };
  } finally {
    client.close();
  }
}

interface Trial {
  readonly key: PortKey;
  readonly address: string;
  readonly binding: Binding;
}

async function checkMediaPorts(
  place: Place,
  { findings, health }: { findings: Findings; health: Health },
): Promise<void> {
  const { rtcPort, rtcWorkers } = place.config;
  const count = Math.min(rtcWorkers > 0 ? rtcWorkers : availableParallelism(), MAX_WORKERS);
  const last = rtcPort + count - 1;
  const range =
    count === 1 ? `port ${rtcPort.toString()}` : `ports ${rtcPort.toString()} to ${last.toString()}`;
  if (last > 65_535) {
    findings.problem(
      `${count.toString()} media workers from port ${rtcPort.toString()} would need ports above 65535.`,
      'Choose a lower rtcPort, or fewer rtcWorkers.',
    );
    return;
  }
  const addresses = mediaAddresses(place);
  const ports = Array.from({ length: count }, (_, i) => rtcPort + i);
  const trials = await Promise.all(
    ports.flatMap((port) =>
      addresses.flatMap((address) =>
        (['udp', 'tcp'] as const).map(async (protocol): Promise<Trial> => {
          const binding = await (protocol === 'udp' ? tryUdp : tryTcp)(address, port);
          return { key: { protocol, port }, address, binding };
        }),
      ),
    ),
  );
  tellRefusals(trials, findings);
  const taken = trials.filter(({ binding }) => binding === 'in-use');
  const strangers = await strangersAmong(taken, health);
  for (const [what, owner] of strangers) {
    findings.problem(
      `${what}, for media, is held by ${ownerText(owner)}.`,
      'Stop that program, or choose another rtcPort.',
    );
  }
  const refused = trials.some(({ binding }) => binding === 'forbidden' || binding === 'no-address');
  if (strangers.size > 0 || refused) return;
  if (taken.length === 0 && health.state !== 'silent') {
    findings.warning(
      `The server runs, but nothing holds the UDP and TCP ${range} for media.`,
      'Perhaps it was started with other settings; give the doctor the same ones (--server-config, EVAGORE_…).',
    );
  } else {
    const state = taken.length === 0 ? 'free' : 'held by the server';
    findings.ok(
      `UDP and TCP ${range} for media, at ${addresses.join(', ')}: ${state}. The firewall has to let them in.`,
    );
  }
}

function tellRefusals(trials: readonly Trial[], findings: Findings): void {
  if (trials.some(({ binding }) => binding === 'forbidden')) {
    findings.problem(
      'This user may not listen on the ports for media; those below 1024 usually belong to root.',
      'Choose a higher rtcPort.',
    );
  }
  const missing = trials.filter(({ binding }) => binding === 'no-address').map(({ address }) => address);
  for (const address of new Set(missing)) {
    findings.problem(
      `This machine has no address ${address}, at which media is to be received.`,
      'Mend rtcListenAddresses; an address of a router in front belongs into rtcAnnouncedAddress.',
    );
  }
}

/** Who holds ports and is not the server. Whom this user may not see is believed while the server runs. */
async function strangersAmong(
  taken: readonly Trial[],
  health: Health,
): Promise<Map<string, PortOwner | undefined>> {
  const strangers = new Map<string, PortOwner | undefined>();
  if (taken.length === 0) return strangers;
  const owners = await ownersOf(taken.map(({ key }) => key));
  for (const { key } of taken) {
    const owner = owners.get(keyText(key));
    const isServer = health.state !== 'silent' && (owner === undefined || owner.name === WORKER_NAME);
    if (!isServer) strangers.set(`${key.protocol.toUpperCase()} port ${key.port.toString()}`, owner);
  }
  return strangers;
}

function ownerText(owner: PortOwner | undefined): string {
  return owner === undefined ? 'another program' : `${owner.name} (process ${owner.pid.toString()})`;
}
