import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { NotSupported } from './errors.ts';
import { TransferMessage, type TransferredFile, type TransferState } from './file-transfer.ts';
import { FakePeers } from './testing/fake-peers.ts';
import { inMeeting, settled, type Meeting } from './testing/meeting.ts';
import { added, aMember, removed } from './testing/messages.ts';

let peers: FakePeers;

beforeEach(() => {
  peers = new FakePeers();
  vi.stubGlobal('RTCPeerConnection', peers.constructible);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const INVITE = {
  ...({ type: 'invite', version: ['1'], id: 'file-1', name: 'tea.txt', size: 3 } as const),
  mimetype: 'text/plain',
};

interface Told {
  state: TransferState;
  data: unknown;
}

/** Writes down what a transfer tells. */
function follow(file: TransferredFile): Told[] {
  const told: Told[] = [];
  file.onevent = (state, data) => told.push({ state, data });
  return told;
}

/** The states in their order, progress counted once. */
function statesOf(told: readonly Told[]): TransferState[] {
  return told.map(({ state }) => state).filter((state, i, all) => state !== all[i - 1]);
}

/** Hands the user messages of one member to another, as a server does. */
function relay(from: Meeting, to: Meeting): void {
  from.server.onHeard = (message) => {
    if (message.type !== 'usermessage' || message.dest !== to.connection.id) return;
    const { kind, dest, value } = message;
    const source = from.connection.id;
    queueMicrotask(() => {
      const said = { type: 'usermessage', kind, source, username: 'peer', dest, privileged: false } as const;
      to.server.say({ ...said, ...(value !== undefined && { value }) });
    });
  };
  to.server.say(added(aMember(from.connection.id, { username: 'peer' })));
}

interface Pair {
  ada: Meeting;
  bob: Meeting;
  /** Ada sends a file; both ends are followed. */
  send: (content: BlobPart) => { sent: TransferredFile; atAda: Told[] };
  /** What Bob was offered, and what was told of it. */
  offered: { file: TransferredFile; told: Told[] }[];
}

/** Two members whose transfers are accepted by nobody yet. */
async function pair(): Promise<Pair> {
  const ada = await inMeeting();
  const bob = await inMeeting();
  relay(ada, bob);
  relay(bob, ada);
  const offered: Pair['offered'] = [];
  bob.connection.onfiletransfer = (file) => {
    offered.push({ file, told: follow(file) });
  };
  const send: Pair['send'] = (content) => {
    let sent: TransferredFile | undefined;
    let atAda: Told[] = [];
    ada.connection.onfiletransfer = (file) => {
      sent = file;
      atAda = follow(file);
    };
    ada.connection.sendFile(bob.connection.id, new File([content], 'tea.txt', { type: 'text/plain' }));
    return { sent: sent!, atAda };
  };
  return { ada, bob, send, offered };
}

/** One member, and what a test says in the name of another. */
async function withStranger(): Promise<
  Meeting & { say: (value: unknown) => void; heard: () => TransferMessage[]; files: TransferredFile[] }
> {
  const meeting = await inMeeting();
  const { connection, server } = meeting;
  const files: TransferredFile[] = [];
  connection.onfiletransfer = (file) => files.push(file);
  server.say(added(aMember('bob-1')));
  const say = (value: unknown): void => {
    const message = { type: 'usermessage', kind: 'filetransfer', source: 'bob-1', username: 'bob', value };
    server.socket.receive(JSON.stringify({ ...message, privileged: false }));
  };
  const heard = () => server.all('usermessage').map(({ value }) => TransferMessage.parse(value));
  return { ...meeting, say, heard, files };
}

describe('a file transfer', () => {
  it('brings the file to the other end, with progress at both', async () => {
    const { ada, bob, send, offered } = await pair();
    const content = new Uint8Array(40_000).map((_, i) => i % 251);
    const { sent, atAda } = send(content);
    expect(ada.connection.transferredFiles).toEqual({ [sent.fullid()]: sent });
    await settled();
    const { file, told } = offered[0]!;
    expect(file).toMatchObject({ up: false, name: 'tea.txt', mimetype: 'text/plain', size: 40_000 });
    expect(file).toMatchObject({ userid: ada.connection.id, username: 'peer', state: 'inviting' });
    expect(bob.connection.getTransferredFile(file.userid, file.id)).toBe(file);
    await file.receive();
    await vi.waitFor(() => {
      expect([sent.state, file.state]).toEqual(['closed', 'closed']);
    });
    const states = ['inviting', 'connecting', 'connected', 'done', 'closed'];
    expect(statesOf(atAda)).toEqual(states);
    expect(statesOf(told)).toEqual(states);
    expect(told.filter(({ state }) => state === 'connected').length).toBeGreaterThanOrEqual(3);
    expect([sent.datalen, file.datalen]).toEqual([40_000, 40_000]);
    const blob = told.find(({ state }) => state === 'done')?.data as Blob;
    expect(blob.type).toBe('text/plain');
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(content);
    expect(ada.connection.transferredFiles).toEqual({});
    expect(bob.connection.transferredFiles).toEqual({});
    expect(peers.all.map(({ connectionState }) => connectionState)).toEqual(['closed', 'closed']);
  });

  it('brings an empty file too', async () => {
    const { send, offered } = await pair();
    const { sent } = send('');
    await settled();
    const { file, told } = offered[0]!;
    await file.receive();
    await vi.waitFor(() => {
      expect([sent.state, file.state]).toEqual(['closed', 'closed']);
    });
    expect((told.find(({ state }) => state === 'done')?.data as Blob).size).toBe(0);
  });

  it('pauses while much waits in the channel', async () => {
    const { send, offered } = await pair();
    peers.congested = true;
    const { sent } = send(new Uint8Array(500_000));
    await settled();
    await offered[0]!.file.receive();
    await vi.waitFor(() => {
      expect(sent.datalen).toBeGreaterThan(65_536);
    });
    for (let i = 0; i < 20; i += 1) await settled();
    expect(sent.datalen).toBeLessThan(100_000);
    peers.drain();
    await vi.waitFor(() => {
      expect(offered[0]!.file.state).toBe('closed');
    });
    expect(statesOf(offered[0]!.told)).toContain('done');
  });

  it('uses the configuration of peer connections', async () => {
    const { ada, bob, send, offered } = await pair();
    ada.connection.onpeerconnection = () => ({ iceTransportPolicy: 'relay' });
    bob.connection.onpeerconnection = () => ({ iceTransportPolicy: 'all' });
    const { sent } = send('tea');
    await settled();
    await offered[0]!.file.receive();
    await vi.waitFor(() => {
      expect(sent.state).toBe('closed');
    });
    expect(peers.configurations).toEqual([{ iceTransportPolicy: 'all' }, { iceTransportPolicy: 'relay' }]);
  });

  it('exchanges candidates', async () => {
    const { send, offered } = await pair();
    const { sent } = send('tea');
    await settled();
    await offered[0]!.file.receive();
    await vi.waitFor(() => {
      expect(sent.state).toBe('closed');
    });
    expect(peers.all[1]!.candidates).toEqual([{ candidate: 'candidate of peer 0', sdpMid: '0' }]);
  });

  it('runs beside another one', async () => {
    const { send, offered } = await pair();
    const [one, two] = [send('one'), send('two')];
    await settled();
    for (const { file } of offered) await file.receive();
    await vi.waitFor(() => {
      expect([one.sent.state, two.sent.state]).toEqual(['closed', 'closed']);
    });
    const blobs = offered.map(({ told }) => told.find(({ state }) => state === 'done')?.data as Blob);
    await expect(Promise.all(blobs.map((blob) => blob.text()))).resolves.toEqual(['one', 'two']);
  });
});

describe('offering a file', () => {
  it('tells the application before it tells the other end', async () => {
    const { connection, server, heard, files } = await withStranger();
    const said: number[] = [];
    connection.onfiletransfer = (file) => {
      files.push(file);
      said.push(server.all('usermessage').length);
    };
    connection.sendFile('bob-1', new File(['tea'], 'tea.txt', { type: 'text/plain' }));
    expect(said).toEqual([0]);
    expect(files[0]).toMatchObject({ up: true, userid: 'bob-1', username: 'bob-1', state: 'inviting' });
    expect(heard()).toEqual([{ ...INVITE, id: files[0]!.id }]);
    expect(server.last('usermessage')).toMatchObject({ kind: 'filetransfer', dest: 'bob-1' });
  });

  it('is refused for somebody who is not there', async () => {
    const { connection, server } = await withStranger();
    expect(() => {
      connection.sendFile('nobody', new File([], 'x'));
    }).toThrow('no such member');
    expect(server.all('usermessage')).toEqual([]);
  });

  it('is taken back when the application throws', async () => {
    const { connection, server } = await withStranger();
    connection.onfiletransfer = () => {
      throw new Error('no files today');
    };
    connection.sendFile('bob-1', new File([], 'x'));
    expect(server.all('usermessage')).toEqual([]);
    expect(connection.transferredFiles).toEqual({});
  });

  it('fails when the server refuses to tell the other end', async () => {
    const { connection, server, files } = await withStranger();
    let told: Told[] = [];
    connection.onfiletransfer = (file) => {
      files.push(file);
      told = follow(file);
    };
    server.refuseNext('usermessage', 'not-permitted', 'needs the "message" permission');
    connection.sendFile('bob-1', new File([], 'x'));
    await settled();
    expect(told.at(-2)).toEqual({ state: 'cancelled', data: 'needs the "message" permission' });
    expect(files[0]!.ended).toBe('not-permitted');
    expect(connection.transferredFiles).toEqual({});
  });

  it('is cancelled when the other end speaks another version', async () => {
    const { connection, say, heard, files } = await withStranger();
    connection.sendFile('bob-1', new File([], 'x'));
    say({ type: 'offer', version: ['2'], id: files[0]!.id, sdp: 'peer 0' });
    await settled();
    expect(heard().at(-1)).toMatchObject({ type: 'cancel', id: files[0]!.id });
    expect(peers.all).toEqual([]);
  });

  it('keeps candidates that come before its answer is made', async () => {
    const { connection, say, files } = await withStranger();
    connection.sendFile('bob-1', new File(['tea'], 'x'));
    const stranger = peers.make();
    await stranger.setLocalDescription();
    say({ type: 'offer', version: ['1'], id: files[0]!.id, sdp: stranger.name });
    say({ type: 'ice', id: files[0]!.id, candidate: { candidate: 'early' } });
    await settled();
    expect(files[0]!.state).toBe('connected');
    expect(peers.all[1]!.candidates).toEqual([{ candidate: 'early' }]);
  });

  it('is cancelled when the answer makes no sense', async () => {
    const { connection, say, heard, files } = await withStranger();
    connection.sendFile('bob-1', new File([], 'x'));
    say({ type: 'offer', version: ['1'], id: files[0]!.id, sdp: 'nonsense' });
    await settled();
    expect(heard().at(-1)?.type).toBe('cancel');
    expect(peers.all[0]?.connectionState).toBe('closed');
  });

  it('is cancelled when the other end confirms what it cannot have', async () => {
    const { connection, say, heard, files } = await withStranger();
    connection.sendFile('bob-1', new File(['tea'], 'x'));
    const stranger = peers.make();
    const channel = stranger.createDataChannel('file');
    await stranger.setLocalDescription();
    peers.congested = true;
    say({ type: 'offer', version: ['1'], id: files[0]!.id, sdp: stranger.name });
    await settled();
    expect(heard().find(({ type }) => type === 'answer')).toMatchObject({ sdp: 'peer 1' });
    await stranger.setRemoteDescription({ type: 'answer', sdp: 'peer 1' });
    await settled();
    channel.send('thanks');
    peers.drain();
    await vi.waitFor(() => {
      expect(files[0]!.state).toBe('closed');
    });
    expect(heard().at(-1)).toMatchObject({ type: 'cancel' });
  });

  it('cannot be accepted by the one who offers', async () => {
    const { connection, files } = await withStranger();
    connection.sendFile('bob-1', new File([], 'x'));
    await expect(files[0]!.receive()).rejects.toThrow('only an offered file');
  });
});

describe('an offered file', () => {
  it('is rejected by throwing, with the reason', async () => {
    const { connection, say, heard } = await withStranger();
    connection.onfiletransfer = () => {
      throw new Error('no thanks');
    };
    say(INVITE);
    expect(heard()).toEqual([{ type: 'cancel', id: 'file-1', message: 'no thanks' }]);
    expect(connection.transferredFiles).toEqual({});
  });

  it('is cancelled at both ends by the receiver', async () => {
    const { send, offered } = await pair();
    const { sent, atAda } = send('tea');
    await settled();
    offered[0]!.file.cancel('no thanks');
    await settled();
    expect(atAda.slice(-2)).toEqual([
      { state: 'cancelled', data: 'no thanks' },
      { state: 'closed', data: undefined },
    ]);
    expect([sent.ended, offered[0]!.file.ended]).toEqual(['told', 'cancelled']);
    expect(statesOf(offered[0]!.told)).toEqual(['inviting', 'cancelled', 'closed']);
  });

  it('is cancelled at both ends by the sender, even while it flows', async () => {
    const { ada, bob, send, offered } = await pair();
    peers.congested = true;
    const { sent, atAda } = send(new Uint8Array(500_000));
    await settled();
    await offered[0]!.file.receive();
    await vi.waitFor(() => {
      expect(sent.datalen).toBeGreaterThan(0);
    });
    sent.cancel('wrong file');
    await vi.waitFor(() => {
      expect(offered[0]!.file.state).toBe('closed');
    });
    expect(statesOf(atAda).slice(-2)).toEqual(['cancelled', 'closed']);
    expect(statesOf(offered[0]!.told).slice(-2)).toEqual(['cancelled', 'closed']);
    expect([ada.connection.transferredFiles, bob.connection.transferredFiles]).toEqual([{}, {}]);
  });

  it('is cancelled once', async () => {
    const { say, heard, files } = await withStranger();
    say(INVITE);
    files[0]!.cancel('no thanks');
    files[0]!.cancel('really not');
    files[0]!.fail('whatever');
    expect(heard()).toHaveLength(1);
    expect(files[0]!.state).toBe('closed');
  });

  it('is not accepted twice', async () => {
    const { say, heard, files } = await withStranger();
    say(INVITE);
    const accepted = files[0]!.receive();
    await expect(files[0]!.receive()).rejects.toThrow('only an offered file');
    await accepted;
    await expect(files[0]!.receive()).rejects.toThrow('only an offered file');
    expect(heard().filter(({ type }) => type === 'offer')).toHaveLength(1);
  });

  it('is not accepted any more once it was cancelled meanwhile', async () => {
    const { say, heard, files } = await withStranger();
    say(INVITE);
    const accepted = files[0]!.receive();
    say({ type: 'cancel', id: 'file-1', message: 'too late' });
    await accepted;
    await settled();
    expect(files[0]!.state).toBe('closed');
    expect(heard().filter(({ type }) => type !== 'ice')).toEqual([]);
    expect(peers.all[0]?.connectionState).toBe('closed');
  });

  it('does not come back to life when it was cancelled while the answer was read', async () => {
    const { say, files } = await withStranger();
    say(INVITE);
    const told = follow(files[0]!);
    await files[0]!.receive();
    const stranger = peers.make();
    say({ type: 'answer', id: 'file-1', sdp: stranger.name });
    say({ type: 'cancel', id: 'file-1' });
    await settled();
    expect(files[0]!.state).toBe('closed');
    expect(statesOf(told)).toEqual(['connecting', 'cancelled', 'closed']);
  });

  it('is cancelled when it is offered twice', async () => {
    const { connection, say, heard, files } = await withStranger();
    say(INVITE);
    say(INVITE);
    await settled();
    expect(files).toHaveLength(1);
    expect(heard()).toMatchObject([{ type: 'cancel', id: 'file-1' }]);
    expect(connection.transferredFiles).toEqual({});
  });

  it('is cancelled when it is of a version that is not known', async () => {
    const { say, heard, files } = await withStranger();
    say({ ...INVITE, version: ['2', '3'] });
    expect(files).toEqual([]);
    expect(heard()).toMatchObject([{ type: 'cancel', id: 'file-1' }]);
  });

  it('cannot be accepted where there is no WebRTC, and the other end is told', async () => {
    const { say, heard, files } = await withStranger();
    vi.unstubAllGlobals();
    say(INVITE);
    await expect(files[0]!.receive()).rejects.toThrow(NotSupported);
    expect(heard()).toMatchObject([{ type: 'cancel' }]);
  });

  it.each([
    ['words alone, as an end of Galène says it', { message: 'too late' }, 'told'],
    ['a reason as well', { message: 'no way', reason: 'unreachable' }, 'unreachable'],
    ['a reason that nobody knows', { message: 'hm', reason: 'sunspots' }, 'told'],
  ])('is over for the reason that the other end gives: %s', async (_, fields, ended) => {
    const { say, files } = await withStranger();
    say(INVITE);
    const file = files[0]!;
    say({ type: 'cancel', id: 'file-1', ...fields });
    expect([file.state, file.ended]).toEqual(['closed', ended]);
  });

  it('is given up when the other end goes away, without a word to it', async () => {
    const { connection, server, say, heard, files } = await withStranger();
    say(INVITE);
    const told = follow(files[0]!);
    server.say(removed('bob-1'));
    const file = files[0]!;
    expect(told[0]).toEqual({ state: 'cancelled', data: 'user has gone away' });
    expect(file.ended).toBe('left');
    expect(heard()).toEqual([]);
    expect(connection.transferredFiles).toEqual({});
  });

  it('is not touched by somebody else going away', async () => {
    const { server, say, files } = await withStranger();
    server.say(added(aMember('eve-1')));
    say(INVITE);
    server.say(removed('eve-1'));
    expect(files[0]!.state).toBe('inviting');
  });

  it('is given up when the connection is closed', async () => {
    const { connection, say, files } = await withStranger();
    say(INVITE);
    connection.close();
    expect(files[0]!.state).toBe('closed');
    expect(connection.transferredFiles).toEqual({});
  });

  it('is not spoken of by anybody but its sender', async () => {
    const { connection, server, say, files } = await withStranger();
    say({ ...INVITE, id: 'x-file' });
    const value = { type: 'cancel', id: 'x-file', message: 'ha' };
    const forged = { type: 'usermessage', kind: 'filetransfer', privileged: false, value } as const;
    server.say({ ...forged, source: 'eve-1', username: 'eve' });
    server.say({ ...forged, source: 'bob', username: 'bob', value: { ...value, id: '1-x-file' } });
    server.say(forged);
    await settled();
    expect(files[0]!.state).toBe('inviting');
    expect(connection.getTransferredFile('bob', '1-x-file')).toBeUndefined();
  });

  it.each([
    ['what is no message', 'hello'],
    ['a file of negative size', { ...INVITE, size: -1 }],
    ['a message of the first version, which is obsolete', { type: 'upice', id: 'file-1' }],
    ['a cancellation of nothing', { type: 'cancel', id: 'file-1' }],
    ['an answer to nothing', { type: 'answer', id: 'file-1', sdp: '' }],
  ])('does not come of %s', async (_what, value) => {
    const { connection, say, heard, files } = await withStranger();
    const failed = vi.fn();
    connection.events.on('failed', failed);
    say(value);
    await settled();
    expect(files).toEqual([]);
    expect(heard()).toEqual([]);
    expect(failed).not.toHaveBeenCalled();
  });

  it('does not reach onusermessage', async () => {
    const { connection, say } = await withStranger();
    const onusermessage = vi.fn();
    connection.onusermessage = onusermessage;
    say(INVITE);
    expect(onusermessage).not.toHaveBeenCalled();
  });
});

describe('a file that is being received', () => {
  /** Bob accepts a file of three bytes; the test holds the other end of the channel. */
  async function flowing() {
    const stranger = await withStranger();
    stranger.say(INVITE);
    const file = stranger.files[0]!;
    const told = follow(file);
    await file.receive();
    const peer = peers.make();
    peer.ondatachannel = ({ channel }) => {
      channel.onmessage = ({ data }) => heardOnChannel.push(data);
    };
    const heardOnChannel: unknown[] = [];
    await peer.setRemoteDescription({ type: 'offer', sdp: 'peer 0' });
    await peer.setLocalDescription();
    stranger.say({ type: 'answer', id: 'file-1', sdp: peer.name });
    await settled();
    return { ...stranger, file, told, peer, channel: peer.channel!, heardOnChannel };
  }
  const bytes = (length: number): ArrayBuffer => new ArrayBuffer(length);

  it('is confirmed once it is complete', async () => {
    const { channel, heardOnChannel, told } = await flowing();
    channel.send(bytes(2));
    await settled();
    expect(heardOnChannel).toEqual([]);
    channel.send(bytes(1));
    await settled();
    expect(heardOnChannel).toEqual(['done']);
    expect(statesOf(told)).toEqual(['connecting', 'connected', 'done']);
  });

  it('is closed by the sender, or by itself two seconds later', async () => {
    const { channel, file } = await flowing();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    channel.send(bytes(3));
    await settled();
    expect(file.state).toBe('done');
    vi.advanceTimersByTime(1999);
    expect(file.state).toBe('done');
    vi.advanceTimersByTime(1);
    expect(file.state).toBe('closed');
  });

  it('is cancelled when more comes than was offered', async () => {
    const { channel, file, heard, told } = await flowing();
    channel.send(bytes(4));
    await settled();
    expect(file.state).toBe('closed');
    expect(heard().at(-1)).toMatchObject({ type: 'cancel', message: 'more came than was offered' });
    expect(statesOf(told)).not.toContain('done');
  });

  it('is cancelled when something comes that is no piece of it', async () => {
    const { channel, file, heard } = await flowing();
    channel.send('hello');
    await settled();
    expect(file.state).toBe('closed');
    expect(heard().at(-1)?.type).toBe('cancel');
  });

  it('is cancelled when the channel is closed too early', async () => {
    const { channel, file, told } = await flowing();
    channel.send(bytes(2));
    await settled();
    channel.close();
    await vi.waitFor(() => {
      expect(file.state).toBe('closed');
    });
    expect(told.find(({ state }) => state === 'cancelled')?.data).toBe('the other end hung up');
    expect(file.ended).toBe('hung-up');
  });

  it('is cancelled when the two ends cannot reach each other', async () => {
    const { file, heard } = await flowing();
    peers.all[0]!.fail();
    expect(file.state).toBe('closed');
    expect(file.ended).toBe('unreachable');
    expect(heard().at(-1)).toMatchObject({ type: 'cancel', reason: 'unreachable' });
  });

  it('keeps candidates that come before the answer', async () => {
    const { say, files } = await withStranger();
    say(INVITE);
    await files[0]!.receive();
    say({ type: 'ice', id: 'file-1', candidate: { candidate: 'early' } });
    say({ type: 'ice', id: 'file-1', candidate: null });
    await settled();
    expect(peers.all[0]!.candidates).toEqual([]);
    say({ type: 'answer', id: 'file-1', sdp: peers.make().name });
    await settled();
    expect(peers.all[0]!.candidates).toEqual([{ candidate: 'early' }]);
    say({ type: 'ice', id: 'file-1', candidate: { candidate: 'late' } });
    await settled();
    expect(peers.all[0]!.candidates).toEqual([{ candidate: 'early' }, { candidate: 'late' }]);
    expect(files[0]!.state).toBe('connected');
  });
});
