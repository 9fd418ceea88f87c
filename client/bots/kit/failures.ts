import { ConferenceError, MAX_CHAT_LENGTH, type Permission } from '@evagore/shared';

/** Why a bot does not do something, before the server is asked. What the server refuses is a `ServerError`. */

/** The group's file does not permit the bot to do this. */
export class BotMayNot extends ConferenceError {
  readonly code = 'not-permitted';
  readonly permission: Permission;

  constructor(permission: Permission) {
    super(`the bot needs the "${permission}" permission in this group`);
    this.permission = permission;
  }
}

/** More waits to be said or done than the bot keeps: see `pace` of its definition. */
export class BotBusy extends ConferenceError {
  readonly code = 'busy';

  constructor() {
    super('too much waits to be said or done already');
  }
}

/** One member got so many answers lately that it may be a program that answers answers. */
export class TooManyReplies extends ConferenceError {
  readonly code = 'too-many-messages';

  constructor() {
    super('this member got as many answers within a minute as one may get');
  }
}

export class TextTooLong extends ConferenceError {
  readonly code = 'message-too-large';

  constructor() {
    super(`a message may have ${MAX_CHAT_LENGTH.toString()} characters`);
  }
}

/** The bot has left, or is leaving. */
export class BotGone extends ConferenceError {
  readonly code = 'closed';

  constructor() {
    super('the bot has left the group');
  }
}

/** A setting or file of the bot makes no sense. The message is a sentence for whoever runs it. */
export class SettingsMistake extends Error {
  override get name(): string {
    return 'SettingsMistake';
  }
}
