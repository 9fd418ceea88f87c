import { MemberId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatHistory } from './chat-history.ts';
import { writeChat, writeUserMessage, type ChatDraft } from './chat.ts';
import { Closed, NoSuchMember, NotPermitted } from './errors.ts';
import { FakeLink, NOON, Stage, type Guest } from './testing/fakes.ts';

function draft(changes: Partial<ChatDraft> = {}): ChatDraft {
  return { kind: '', noecho: false, value: 'hello', ...changes };
}

let stage: Stage;
let olga: Guest;
let ada: Guest;
let bob: Guest;

beforeEach(async () => {
  stage = new Stage({ limits: { chatHistory: 3 } });
  olga = await stage.joinAsOperator();
  ada = await stage.join('ada');
  bob = await stage.join('bob');
  for (const { link } of [olga, ada, bob]) link.forget();
});

/** What somebody finds who comes now. */
async function historyNow(): Promise<string[]> {
  const { link, member } = await stage.join('newcomer');
  member.leave({ code: 'left' });
  return link.last('chatHistory').messages.map((message) => message.value);
}

describe('writeChat', () => {
  it('tells everybody, the sender too, by one fact', () => {
    const message = writeChat(ada.member, draft({ kind: 'me', value: 'waves' }));
    expect(message).toEqual({
      id: message.id,
      kind: 'me',
      source: 'ada',
      username: 'ada',
      time: '2026-01-02T12:00:00.000Z',
      privileged: false,
      value: 'waves',
    });
    const [fact] = ada.link.facts;
    expect(fact).toEqual({ type: 'chat', message });
    expect(bob.link.facts).toEqual([fact]);
    expect(bob.link.facts[0]).toBe(fact);
    expect(olga.link.facts[0]).toBe(fact);
  });

  it('gives each message an id of its own', () => {
    expect(writeChat(ada.member, draft()).id).not.toBe(writeChat(ada.member, draft()).id);
  });

  it('does not tell a sender who wants no echo, and remembers the message all the same', async () => {
    writeChat(ada.member, draft({ noecho: true }));
    expect(ada.link.facts).toEqual([]);
    expect(bob.link.types).toEqual(['chat']);
    expect(await historyNow()).toEqual(['hello']);
  });

  it('tells a private message to its reader alone, echo or not, and forgets it', async () => {
    const message = writeChat(ada.member, draft({ dest: bob.member.id, noecho: false }));
    expect(message.dest).toBe('bob');
    expect(bob.link.facts).toEqual([{ type: 'chat', message }]);
    expect(ada.link.facts).toEqual([]);
    expect(olga.link.facts).toEqual([]);
    expect(await historyNow()).toEqual([]);
  });

  it('marks what an operator says', () => {
    expect(writeChat(olga.member, draft()).privileged).toBe(true);
  });

  it('refuses a reader who is not there', () => {
    const dest = MemberId.parse('nobody');
    expect(() => writeChat(ada.member, draft({ dest }))).toThrow(NoSuchMember);
  });

  it('refuses a member who may not write', async () => {
    const observer = await stage.join('otto', { permissions: ['present'] });
    expect(() => writeChat(observer.member, draft())).toThrow(NotPermitted);
    expect(() => writeChat(observer.member, draft({ dest: bob.member.id }))).toThrow(NotPermitted);
    expect(bob.link.of('chat')).toEqual([]);
  });

  it('takes captions from those who may caption, and from nobody else', async () => {
    const stenographer = await stage.join('sten', { permissions: ['caption'] });
    expect(writeChat(stenographer.member, draft({ kind: 'caption' })).kind).toBe('caption');
    expect(() => writeChat(stenographer.member, draft())).toThrow(NotPermitted);
    expect(() => writeChat(ada.member, draft({ kind: 'caption' }))).toThrow(NotPermitted);
  });

  it('refuses a member who has left', () => {
    ada.member.leave({ code: 'left' });
    expect(() => writeChat(ada.member, draft())).toThrow(Closed);
    expect(bob.link.of('chat')).toEqual([]);
  });

  it('shows newcomers the latest messages, oldest first', async () => {
    for (const value of ['1', '2', '3', '4']) writeChat(ada.member, draft({ value }));
    expect(await historyNow()).toEqual(['2', '3', '4']);
  });

  it('shows newcomers nothing that is too old', async () => {
    writeChat(ada.member, draft({ value: 'early' }));
    stage.world.time += 1_800_000;
    writeChat(ada.member, draft({ value: 'late' }));
    stage.world.time += 1_800_000;
    expect(await historyNow()).toEqual(['early', 'late']);
    stage.world.time += 1;
    expect(await historyNow()).toEqual(['late']);
  });
});

describe('ChatHistory', () => {
  const message = writeChatMessage();

  it('keeps nothing where the limit is none', () => {
    const history = new ChatHistory(0);
    history.add(message, NOON);
    expect(history.recent(NOON, 60)).toEqual([]);
  });

  it('drops what was too old once, even for a longer age', () => {
    const history = new ChatHistory(2);
    history.add(message, NOON);
    expect(history.recent(NOON + 2000, 1)).toEqual([]);
    expect(history.recent(NOON + 2000, 60)).toEqual([]);
  });
});

describe('writeUserMessage', () => {
  it('tells everybody and is not remembered', async () => {
    writeUserMessage(ada.member, { kind: 'slide', noecho: false, value: { page: 3 } });
    const message = { kind: 'slide', source: 'ada', username: 'ada', privileged: false, value: { page: 3 } };
    for (const { link } of [olga, ada, bob]) expect(link.facts).toEqual([{ type: 'userMessage', message }]);
    expect(await historyNow()).toEqual([]);
  });

  it('can do without a value and without an echo', () => {
    writeUserMessage(olga.member, { kind: 'bell', noecho: true });
    expect(olga.link.facts).toEqual([]);
    expect(bob.link.last('userMessage').message).toEqual({
      kind: 'bell',
      source: 'olga',
      username: 'olga',
      privileged: true,
    });
  });

  it('tells a private message to its reader alone', () => {
    writeUserMessage(ada.member, { kind: 'bell', dest: bob.member.id, noecho: false });
    expect(bob.link.types).toEqual(['userMessage']);
    expect(ada.link.types).toEqual([]);
    expect(olga.link.types).toEqual([]);
  });

  it('refuses a reader who is not there', () => {
    const message = { kind: 'bell', dest: MemberId.parse('nobody'), noecho: false };
    expect(() => {
      writeUserMessage(ada.member, message);
    }).toThrow(NoSuchMember);
  });

  it('refuses a member who may not write', async () => {
    const observer = await stage.join('otto', { permissions: [], link: new FakeLink() });
    expect(() => {
      writeUserMessage(observer.member, { kind: 'bell', noecho: false });
    }).toThrow(NotPermitted);
  });
});

function writeChatMessage(): ReturnType<typeof writeChat> {
  return {
    id: 'chat-1' as ReturnType<typeof writeChat>['id'],
    kind: '',
    time: new Date(NOON).toISOString(),
    privileged: false,
    value: 'hello',
  };
}
