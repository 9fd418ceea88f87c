import { beforeEach, describe, expect, it } from 'vitest';
import { actOnMember } from '../../core/actions.ts';
import { unpublish } from '../../core/publishing.ts';
import type { FakeMediaDown } from '../../core/testing/fake-media-engine.ts';
import { aDescription, DEMO, NOTHING_OPEN, publishTrack, type Guest } from '../../core/testing/fakes.ts';
import type { StreamId, TrackId } from '@evagore/shared';
import { offerOf } from '../../sdp/testing/exchange.ts';
import { Desk, quiet } from './testing/desk.ts';

let desk: Desk;

beforeEach(() => {
  desk = new Desk();
});

/** What flows to the one viewer, by the publishers' track ids. */
function flowing(): string[] {
  return desk.stage.openMedia.downs
    .filter((down) => down.flowing)
    .map(({ source }) => source.id)
    .sort();
}

function open(): FakeMediaDown[] {
  return desk.stage.openMedia.downs;
}

async function speaks(track: TrackId | string): Promise<void> {
  desk.stage.media.room.speak(track as TrackId);
  await quiet();
}

/** The streams of a member end, and the member stays. */
async function stops(guest: Guest, stream: StreamId): Promise<void> {
  unpublish(guest.member, stream);
  await quiet();
}

describe('A viewer', () => {
  it('is a member who may do nothing, whatever their token says', async () => {
    desk.stage.authenticator.permissions.set('whep', ['op', 'present', 'message', 'record']);
    const { member: olga } = await desk.stage.joinAsOperator();
    const { answer, location } = await desk.watch();
    expect(answer.status).toBe(201);
    expect(location).toMatch(new RegExp(`^/group/${DEMO}/\\.whep-session/[\\w-]{22}$`));
    const viewer = [...olga.group.members.values()].at(-1)!;
    expect(viewer).toMatchObject({ username: 'whep', isPerson: false });
    expect([...viewer.permissions]).toEqual([]);
    await actOnMember(olga, 'kick', viewer.id, undefined);
    expect(desk.whep.sessionCount).toBe(0);
  });

  it('gets an answer that promises sound and picture, from no source in particular', async () => {
    const { answer } = await desk.watch();
    expect(answer.body.match(/a=sendonly/g)).toHaveLength(2);
    expect(answer.body).not.toMatch(/a=ssrc|a=ssrc-group|\brtx\b|sdes:/);
    expect(answer.body).toContain('a=end-of-candidates');
  });

  it('gets its own payload types where the room has others', async () => {
    await desk.watch();
    // The fake room calls Opus 97, as it knows no better.
    const { payloadTypes } = desk.transport;
    expect(payloadTypes).toEqual(
      new Map([
        [97, 111],
        [96, 96],
      ]),
    );
  });

  it.each([
    ['sends only', offerOf('chromium-camera').replaceAll('a=sendrecv', 'a=sendonly')],
    ['knows none of the codecs', offerOf('chromium-receiving').replaceAll(/ (VP8|opus)\//g, ' x-$1/')],
  ])('is refused if it %s', async (_, offer) => {
    expect((await desk.watch('', { offer })).answer.status).toBe(400);
    expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
    expect(desk.tally.counted).toEqual(['refused: whep bad-sdp']);
  });

  it.each(['?layer=medium', '?layer='])('is refused with %s', async (query) => {
    expect((await desk.watch(query)).answer.status).toBe(400);
  });

  it('begins ICE anew like a publisher', async () => {
    const client = await desk.watch();
    expect((await client.patch(client.fragment())).status).toBe(204);
    const restarted = await client.patch(client.fragment('fresh', 'a-password-of-twenty-two'));
    expect(restarted.status).toBe(200);
    expect(restarted.body).toContain(
      `a=ice-ufrag:${desk.transport.parameters.iceParameters.usernameFragment}`,
    );
    expect((await client.end()).status).toBe(200);
    expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
  });

  it('leaves nothing behind, not even the listening', async () => {
    const client = await desk.watch();
    const { room } = desk.stage.media;
    expect(room.speakerListeners.size).toBe(1);
    await client.end();
    expect(room.speakerListeners.size).toBe(0);
    expect(desk.world.waiting).toBe(0);
  });
});

describe('Watching one stream', () => {
  it('gives its sound and picture at once', async () => {
    const ada = await desk.presenter('ada');
    await desk.presenter('bob');
    await desk.watch(`/${ada.stream}`);
    await quiet();
    expect(flowing()).toEqual([ada.audio, ada.video].sort());
  });

  it('gives the lowest layer where that was asked for', async () => {
    const ada = await desk.presenter('ada');
    await desk.watch(`/${ada.stream}?layer=low`);
    await quiet();
    expect(open().find(({ kind }) => kind === 'video')?.layer).toBe('lowest');
  });

  it('is refused where there is none of that name', async () => {
    expect((await desk.watch('/nothing')).answer).toMatchObject({
      status: 404,
      body: 'there is no such stream\n',
    });
    expect((await desk.watch('/%C3%A4')).answer.status).toBe(404);
    expect(desk.stage.conference.memberCount).toBe(0);
  });

  it('goes on with the one that takes its place', async () => {
    const ada = await desk.presenter('ada');
    await desk.watch(`/${ada.stream}`);
    const transport = await ada.member.openTransport();
    for (const [stream, replace] of [
      ['cam-2', ada.stream],
      ['cam-3', 'cam-2'],
    ] as const) {
      const video = await publishTrack(ada.member, transport, { stream, replace });
      await quiet();
      expect(flowing()).toEqual([video]);
    }
    expect(desk.whep.sessionCount).toBe(1);
  });

  it('waits half a minute for it to come back, and then ends', async () => {
    const ada = await desk.presenter('ada');
    await desk.watch(`/${ada.stream}`);
    desk.transport.events.emit('connected');
    await stops(ada, ada.stream);
    expect(flowing()).toEqual([]);
    desk.world.pass(29_000);
    const transport = await ada.member.openTransport();
    const video = await publishTrack(ada.member, transport, { stream: ada.stream });
    await quiet();
    expect(flowing()).toEqual([video]);

    desk.world.pass(60_000);
    expect(desk.whep.sessionCount).toBe(1);
    await stops(ada, ada.stream);
    desk.world.pass(30_000);
    expect(desk.whep.sessionCount).toBe(0);
  });
});

describe('Watching who speaks', () => {
  it('shows who published first, and then who speaks', async () => {
    const [ada, bob] = [await desk.presenter('ada'), await desk.presenter('bob')];
    await desk.watch();
    await quiet();
    expect(flowing()).toEqual([ada.audio, ada.video].sort());
    desk.world.pass(2000);
    await speaks(bob.audio);
    expect(flowing()).toEqual([bob.audio, bob.video].sort());
    expect(open()).toHaveLength(2);
  });

  it('does not follow every cough', async () => {
    const [ada, bob] = [await desk.presenter('ada'), await desk.presenter('bob')];
    await desk.watch();
    await speaks(ada.audio);
    desk.world.pass(2000);
    await speaks(bob.audio);
    desk.world.pass(500);
    await speaks(ada.audio);
    expect(flowing()).toContain(bob.audio);
    desk.world.pass(1000);
    await speaks(bob.audio);
    desk.world.pass(5000);
    await quiet();
    expect(flowing()).toContain(bob.audio);
  });

  it('follows when the hold is over, without being told again', async () => {
    const [ada, bob] = [await desk.presenter('ada'), await desk.presenter('bob')];
    await desk.watch();
    await speaks(bob.audio);
    expect(flowing()).toContain(ada.audio);
    desk.world.pass(2000);
    await quiet();
    expect(flowing()).toContain(bob.audio);
  });

  it('waits where nobody publishes, for as long as it takes', async () => {
    await desk.watch();
    desk.transport.events.emit('connected');
    desk.world.pass(86_400_000);
    expect(desk.whep.sessionCount).toBe(1);
    expect(open()).toEqual([]);
    const ada = await desk.presenter('ada');
    await quiet();
    expect(flowing()).toEqual([ada.audio, ada.video].sort());
  });

  it('goes to another when the speaker leaves', async () => {
    const [ada, bob] = [await desk.presenter('ada'), await desk.presenter('bob')];
    await desk.watch();
    desk.world.pass(2000);
    await speaks(bob.audio);
    bob.member.leave({ code: 'left' });
    await quiet();
    expect(flowing()).toEqual([ada.audio, ada.video].sort());
    ada.member.leave({ code: 'left' });
    await quiet();
    expect(open()).toEqual([]);
  });

  it('never lets the track before flow on in the line of its successor', async () => {
    const [ada, bob] = [await desk.presenter('ada'), await desk.presenter('bob')];
    await desk.watch();
    const release = desk.stage.media.hold('openDown');
    for (const track of [bob.audio, ada.audio, bob.audio, ada.audio]) {
      desk.world.pass(2000);
      await speaks(track);
    }
    release();
    await quiet();
    expect(
      open()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['audio', 'video']);
    expect(flowing()).toEqual([ada.audio, ada.video].sort());
  });

  it('passes over what the viewer cannot play', async () => {
    desk.stage.directory.write(DEMO, aDescription({ codecs: ['vp8', 'av1', 'opus'] }));
    const ada = await desk.stage.join('ada');
    const transport = await ada.member.openTransport();
    await publishTrack(ada.member, transport, { mimeType: 'video/AV1' });
    const offer = offerOf('chromium-receiving').replaceAll(/AV1\//g, 'AV9/');
    const client = await desk.watch('', { offer });
    await quiet();
    expect(client.answer.status).toBe(201);
    expect(open()).toEqual([]);
    expect(desk.stage.log.errors).toEqual([]);
  });
});
