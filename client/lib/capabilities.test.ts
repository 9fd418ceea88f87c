import { describe, expect, it } from 'vitest';
import { CAPABILITIES } from './capabilities.ts';
import { inGalene } from './testing/galene-meeting.ts';
import { aConnection, inMeeting } from './testing/meeting.ts';

describe('capabilities', () => {
  it('are unknown before there was a connection', () => {
    expect([...aConnection().connection.capabilities]).toEqual([]);
  });

  it('are all there at a server of ours, and stay while it is out of reach', async () => {
    const { connection, server } = await inMeeting();
    expect([...connection.capabilities].sort()).toEqual(Object.keys(CAPABILITIES).sort());
    server.socket.drop();
    expect([connection.version, connection.capabilities.has('resume')]).toEqual([null, true]);
  });

  it('are missing at a Galène', async () => {
    const { connection } = await inGalene();
    expect([connection.version, connection.capabilities.has('resume')]).toEqual(['2', false]);
  });
});
